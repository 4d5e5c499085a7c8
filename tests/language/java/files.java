import java.nio.file.Files;
import java.nio.file.Path;

public class Numbers {
    public static void main(String[] args) throws Exception {
        int number = Integer.parseInt(Files.readString(Path.of("data/number.txt")).trim());
        System.out.println(Helper.twice(number));
    }
}
