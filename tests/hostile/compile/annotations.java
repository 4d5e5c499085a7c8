// tries: run code in the compiler as an annotation processor
// allowed: success runtime_error compile_error
// seconds: 40
// request: {"files": [{"name": "META-INF/services/javax.annotation.processing.Processor", "content": "Main\n"}]}
import java.util.*;
import javax.annotation.processing.*;
import javax.lang.model.element.*;
@SupportedAnnotationTypes("*")
public class Main extends AbstractProcessor {
	static { if (System.getProperty("jdk.module.main", "").contains("compiler")) throw new Error("ATTACK" + "-WORKED in the compiler"); }
	public boolean process(Set<? extends TypeElement> a, RoundEnvironment e) { return false; }
	public static void main(String[] args) { }
}
