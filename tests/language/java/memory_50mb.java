public class Main {
    public static void main(String[] args) {
        byte[] block = new byte[50 << 20];
        long sum = 0;
        for (int i = 0; i < block.length; i += 4096) {
            block[i] = 1;
        }
        for (int i = 0; i < block.length; i += 4096) {
            sum += block[i];
        }
        System.out.println(sum);
    }
}
