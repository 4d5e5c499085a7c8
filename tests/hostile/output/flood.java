// tries: write without end
// allowed: output_limit
// seconds: 30
public class Main { public static void main(String[] args) { for (;;) System.out.println("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"); } }
