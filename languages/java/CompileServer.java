import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A compiler that stays: answers on descriptor 3, one job after the other (lib/warm/README.md). A job is the command line
 * of javac, whose sources lie in the current directory; the answer is its exit status and all that it says. Each
 * compilation is a new one in every respect, and none executes anything of what it compiles: -proc:none is required.
 *
 * Its arguments are a command line of javac to rehearse with, before the first job.
 */
final class CompileServer {
    private static final int JOB = 3;
    private static final int REHEARSALS = 12;
    private static final int MOST = 16 * 1024 * 1024;

    private CompileServer() {}

    private static FileDescriptor descriptor(int number) throws ReflectiveOperationException {
        FileDescriptor descriptor = new FileDescriptor();
        Field field = FileDescriptor.class.getDeclaredField("fd");
        field.setAccessible(true);
        field.setInt(descriptor, number);
        return descriptor;
    }

    /** What javac is given, without what is its launcher's. */
    private static int compile(List<String> words, ByteArrayOutputStream said) {
        List<String> arguments = new ArrayList<>();
        for (String word : words) {
            if (!word.startsWith("-J")) {
                arguments.add(word);
            }
        }
        if (!arguments.contains("-proc:none")) {
            throw new IllegalArgumentException("only with -proc:none");
        }
        PrintWriter out = new PrintWriter(said, true);
        int status = com.sun.tools.javac.Main.compile(arguments.toArray(new String[0]), out);
        out.flush();
        return status;
    }

    private static List<String> readJob(DataInputStream in) throws IOException {
        byte[] header = new byte[16];
        in.readFully(header);
        ByteBuffer numbers = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        int magic = numbers.getInt();
        int count = numbers.getInt();
        numbers.getInt();
        int size = numbers.getInt();
        if (magic != 0x314a5843 || size < 0 || size > MOST) {
            throw new IOException("it is no job");
        }
        byte[] strings = new byte[size];
        in.readFully(strings);
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < size && words.size() < count; i++) {
            if (strings[i] == 0) {
                words.add(new String(strings, start, i - start, StandardCharsets.UTF_8));
                start = i + 1;
            }
        }
        return words;
    }

    private static void answer(OutputStream out, int status, byte[] said) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(12 + said.length).order(ByteOrder.LITTLE_ENDIAN);
        message.put("CXR1".getBytes(StandardCharsets.US_ASCII)).putInt(status).putInt(said.length).put(said);
        out.write(message.array());
    }

    public static void main(String[] args) throws Exception {
        FileDescriptor descriptor = descriptor(JOB);
        DataInputStream in = new DataInputStream(new FileInputStream(descriptor));
        OutputStream out = new FileOutputStream(descriptor);
        for (int i = 0; i < REHEARSALS; i++) {
            compile(List.of(args), new ByteArrayOutputStream());
        }
        System.gc();
        out.write('R');
        try {
            for (;;) {
                List<String> job = readJob(in);
                ByteArrayOutputStream said = new ByteArrayOutputStream();
                int status = compile(job.subList(1, job.size()), said);
                answer(out, status, said.toByteArray());
            }
        } catch (EOFException end) {
            System.exit(0); // nobody wants us any more
        }
    }
}
