public class Main {
    static long total(long n) {
        return n == 0 ? 0 : n + total(n - 1);
    }

    static long forever(long n) {
        return forever(n + 1) + 1;
    }

    public static void main(String[] args) {
        System.out.println(total(10_000));
        System.out.println(forever(0));
    }
}
