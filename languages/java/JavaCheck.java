import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticListener;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Analyzes the sources that are named, with the options before them, and generates nothing. Prints one JSON object
 * per finding: {"file", "line", "column", "endLine", "endColumn", "severity", "code", "message"}; columns count UTF-16
 * units from 1. A finding of severity "module" names a class of the platform, or a method of it, that the program uses.
 * Exit status 1 when there is an error.
 */
class JavaCheck implements DiagnosticListener<JavaFileObject> {
    private static final int MOST = 1000;
    private final PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), false, StandardCharsets.UTF_8);
    private final Set<String> modules = new HashSet<>();
    private int findings;
    private boolean failed;

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c < ' ' || Character.isSurrogate(c)) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private void say(String file, long line, long column, long endLine, long endColumn, String severity, String code, String message) {
        out.println("{\"file\":" + quote(file) + ",\"line\":" + line + ",\"column\":" + column + ",\"endLine\":" + endLine
            + ",\"endColumn\":" + endColumn + ",\"severity\":" + quote(severity) + ",\"code\":" + quote(code) + ",\"message\":"
            + quote(message.length() > 2000 ? message.substring(0, 2000) : message) + "}");
    }

    /** Line and column (from 1) of an offset; javac's own columns count a tab up to its next stop. */
    private static long[] place(CharSequence text, long offset) {
        long line = 1;
        int start = 0;
        for (int i = 0; i < offset && i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || (c == '\r' && !(i + 1 < text.length() && text.charAt(i + 1) == '\n'))) {
                line++;
                start = i + 1;
            }
        }
        return new long[] {line, offset - start + 1};
    }

    private static String nameOf(JavaFileObject file) {
        return file == null ? "" : file.getName();
    }

    /** compiler.err.cant.resolve.location is cant.resolve.location; a lint warning has the name of its lint. */
    private static String codeOf(Diagnostic<? extends JavaFileObject> found, String message) {
        if (message.startsWith("[") && message.indexOf(']') > 0) {
            return message.substring(1, message.indexOf(']'));
        }
        String code = found.getCode() == null ? "" : found.getCode();
        return code.replaceFirst("^compiler\\.(err|warn|note|misc)\\.", "");
    }

    @Override
    public void report(Diagnostic<? extends JavaFileObject> found) {
        boolean error = found.getKind() == Diagnostic.Kind.ERROR;
        failed |= error;
        if (++findings > MOST || found.getKind() == Diagnostic.Kind.NOTE || found.getKind() == Diagnostic.Kind.OTHER) {
            return;
        }
        String message = found.getMessage(Locale.ROOT).replaceAll("\\bjava\\.lang\\.(?=[A-Z])", ""); // as javac itself says it
        String code = codeOf(found, message);
        long[] start = {0, 0};
        long[] end = {0, 0};
        try {
            if (found.getSource() != null && found.getPosition() != Diagnostic.NOPOS) {
                start = place(found.getSource().getCharContent(true), found.getPosition());
                end = place(found.getSource().getCharContent(true), Math.max(found.getPosition(), found.getEndPosition()));
            }
        } catch (java.io.IOException gone) {
            start = new long[] {found.getLineNumber(), 0};
        }
        say(nameOf(found.getSource()), start[0], start[1], end[0], end[1], error ? "error" : "warning", code,
            message.replaceFirst("^\\[[a-z-]+\\] ", ""));
    }

    private final class Uses extends TreePathScanner<Void, Trees> {
        private final CompilationUnitTree unit;
        private final CharSequence text;

        Uses(CompilationUnitTree unit) throws java.io.IOException {
            this.unit = unit;
            this.text = unit.getSourceFile().getCharContent(true);
        }

        private void note(String name, Tree tree, Trees trees) {
            if (modules.size() >= MOST || !modules.add(name)) {
                return;
            }
            long start = trees.getSourcePositions().getStartPosition(unit, tree);
            long[] at = start < 0 ? new long[] {0, 0} : place(text, start);
            say(nameOf(unit.getSourceFile()), at[0], at[1], 0, 0, "module", "", name);
        }

        private void use(Tree tree, Trees trees) {
            Element element = trees.getElement(getCurrentPath());
            if (element instanceof TypeElement) {
                note(((TypeElement) element).getQualifiedName().toString(), tree, trees);
            } else if (element != null && element.getKind() == ElementKind.METHOD && element.getEnclosingElement() instanceof TypeElement) {
                note(((TypeElement) element.getEnclosingElement()).getQualifiedName() + "." + element.getSimpleName(), tree, trees);
            }
        }

        @Override
        public Void visitIdentifier(IdentifierTree tree, Trees trees) {
            use(tree, trees);
            return super.visitIdentifier(tree, trees);
        }

        @Override
        public Void visitMemberSelect(MemberSelectTree tree, Trees trees) {
            use(tree, trees);
            return super.visitMemberSelect(tree, trees);
        }
    }

    private int run(String[] args) throws Exception {
        List<String> options = new ArrayList<>();
        List<File> files = new ArrayList<>();
        for (String arg : args) {
            if (arg.startsWith("-")) {
                options.add(arg);
            } else {
                files.add(new File(arg));
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(this, Locale.ROOT, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(null, manager, this, options, null, manager.getJavaFileObjectsFromFiles(files));
            List<CompilationUnitTree> units = new ArrayList<>();
            task.parse().forEach(units::add);
            task.analyze();
            Trees trees = Trees.instance(task);
            for (CompilationUnitTree unit : units) {
                new Uses(unit).scan(unit, trees);
            }
        }
        out.flush();
        return failed ? 1 : 0;
    }

    public static void main(String[] args) throws Exception {
        System.exit(new JavaCheck().run(args));
    }
}
