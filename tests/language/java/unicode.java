import java.util.Scanner;

public class Café {
    public static void main(String[] args) {
        String word = new Scanner(System.in).nextLine();
        System.out.println(word);
        System.out.println(word.codePointCount(0, word.length()));
        System.out.println(new StringBuilder(word).reverse());
    }
}
