import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A compiler that stays: answers on descriptor 3, one job after the other (lib/warm/README.md). A job is a command line
 * of javac and the files for the current directory; the answer is its exit status, all that it says, and the files that
 * it made. Each compilation begins with nothing of an earlier one, and none executes anything of what it compiles:
 * -proc:none is required.
 *
 * Its arguments are a command line of javac, to rehearse with before the first job.
 */
final class CompileServer {
    private static final int JOB = 3;
    private static final int REHEARSALS = 12;
    private static final int MOST = 16 * 1024 * 1024;
    private static final int SAID = 1; // types of entries, as in lib/stage/artifact_format.h
    private static final int FOLDER = 2;
    private static final int FILE = 3;

    private final DataInputStream in;
    private final OutputStream out;
    private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    private final Path work = Path.of("").toAbsolutePath();
    private Path build = work;

    private CompileServer(FileDescriptor descriptor) {
        in = new DataInputStream(new FileInputStream(descriptor));
        out = new FileOutputStream(descriptor);
    }

    private static FileDescriptor descriptor(int number) throws ReflectiveOperationException {
        FileDescriptor descriptor = new FileDescriptor();
        Field field = FileDescriptor.class.getDeclaredField("fd");
        field.setAccessible(true);
        field.setInt(descriptor, number);
        return descriptor;
    }

    // ---- the job ----

    private byte[] read(long size) throws IOException {
        if (size < 0 || size > MOST) {
            throw new IOException("too large");
        }
        byte[] bytes = new byte[(int) size];
        in.readFully(bytes);
        return bytes;
    }

    private ByteBuffer readNumbers(int size) throws IOException {
        return ByteBuffer.wrap(read(size)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The words of the command line, without the first. */
    private List<String> readCommand() throws IOException {
        ByteBuffer header = readNumbers(16);
        header.position(4);
        int count = header.getInt();
        header.getInt();
        List<String> words = new ArrayList<>();
        byte[] strings = read(header.getInt());
        int start = 0;
        for (int i = 0; i < strings.length && words.size() < count; i++) {
            if (strings[i] == 0) {
                words.add(new String(strings, start, i - start, StandardCharsets.UTF_8));
                start = i + 1;
            }
        }
        return words.subList(1, words.size());
    }

    private void readFiles() throws IOException {
        for (int left = readNumbers(4).getInt(); left > 0; left--) {
            ByteBuffer entry = readNumbers(16);
            entry.getInt();
            int nameLength = entry.getInt();
            long size = entry.getLong();
            Path file = work.resolve(new String(read(nameLength), StandardCharsets.UTF_8)).normalize();
            if (!file.startsWith(work)) {
                throw new IOException("not below the directory");
            }
            Files.createDirectories(file.getParent());
            Files.write(file, read(size));
        }
    }

    // ---- the compilation ----

    private int compile(List<String> words, ByteArrayOutputStream said) {
        List<String> arguments = new ArrayList<>();
        for (String word : words) {
            if (!word.startsWith("-J")) { // its launcher's
                arguments.add(word);
            }
        }
        if (!arguments.contains("-proc:none")) {
            throw new IllegalArgumentException("only with -proc:none");
        }
        build = Path.of(arguments.get(arguments.indexOf("-d") + 1)).toAbsolutePath();
        PrintWriter writer = new PrintWriter(said, true);
        int status = com.sun.tools.javac.Main.compile(arguments.toArray(new String[0]), writer);
        writer.flush();
        return status;
    }

    // ---- the answer ----

    private static void addEntry(ByteArrayOutputStream into, int type, String name, byte[] content) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer entry = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        entry.putInt(type).putInt(bytes.length).putLong(content.length);
        into.writeBytes(entry.array());
        into.writeBytes(bytes);
        into.writeBytes(content);
    }

    private static List<Path> below(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(path -> !path.equals(directory)).sorted().collect(Collectors.toList());
        }
    }

    /** An artifact: lib/stage/artifact.h. */
    private byte[] pack(byte[] said) throws Exception {
        ByteArrayOutputStream artifact = new ByteArrayOutputStream();
        artifact.writeBytes("cxbuild1".getBytes(StandardCharsets.US_ASCII));
        addEntry(artifact, SAID, "", said);
        for (Path path : below(build)) {
            boolean folder = Files.isDirectory(path);
            addEntry(artifact, folder ? FOLDER : FILE, build.relativize(path).toString(), folder ? new byte[0] : Files.readAllBytes(path));
        }
        artifact.writeBytes(MessageDigest.getInstance("SHA-256").digest(artifact.toByteArray()));
        return artifact.toByteArray();
    }

    private void answer(int status, long nanoseconds, byte[] artifact) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(24 + artifact.length).order(ByteOrder.LITTLE_ENDIAN);
        message.put("CXR1".getBytes(StandardCharsets.US_ASCII)).putInt(status).putLong(nanoseconds / 1000).putLong(artifact.length);
        message.put(artifact);
        out.write(message.array());
    }

    private static void empty(Path directory) throws IOException {
        List<Path> paths = below(directory);
        Collections.sort(paths, Comparator.reverseOrder());
        for (Path path : paths) {
            Files.delete(path);
        }
    }

    /** While nobody waits: as much room for the next one as for this one. */
    private void cleanUp() throws IOException {
        empty(work);
        empty(build);
        Runtime runtime = Runtime.getRuntime();
        if (runtime.totalMemory() - runtime.freeMemory() > runtime.maxMemory() / 2) {
            System.gc();
        }
    }

    private void serve() throws Exception {
        List<String> words = readCommand();
        readFiles();
        long began = clock.getCurrentThreadCpuTime();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status = compile(words, said);
        byte[] artifact = pack(said.toByteArray());
        answer(status, clock.getCurrentThreadCpuTime() - began, artifact);
        cleanUp();
    }

    private void rehearse(List<String> words) throws Exception {
        for (int i = 0; i < REHEARSALS; i++) {
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            compile(words, said);
            pack(said.toByteArray());
            empty(build);
        }
        System.gc();
        out.write('R');
    }

    public static void main(String[] args) throws Exception {
        CompileServer server = new CompileServer(descriptor(JOB));
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        System.setErr(System.out); // nobody reads there
        System.setProperty("env.class.path", ""); // as javac's launcher: without it, our own class path would be the program's
        server.rehearse(List.of(args));
        try {
            for (;;) {
                server.serve();
            }
        } catch (EOFException end) {
            System.exit(0); // nobody wants us any more
        }
    }
}
