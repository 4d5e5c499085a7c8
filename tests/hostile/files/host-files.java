// tries: read and write files of the host
// allowed: success
// except: root-with-uid-alone
// seconds: 30
import java.nio.file.*;
public class Main {
	public static void main(String[] args) {
		for (String path : new String[] { "/etc/passwd", "/etc/shadow", args[0] + "/secret", "/proc/1/environ", "/etc/machine-id" })
			try { Files.readAllBytes(Path.of(path)); System.out.println("ATTACK" + "-WORKED " + path); } catch (Exception e) { }
		for (String path : new String[] { args[0] + "/new", "/usr/new", "/etc/new" })
			try { Files.writeString(Path.of(path), "x"); System.out.println("ATTACK" + "-WORKED " + path); } catch (Exception e) { }
	}
}
