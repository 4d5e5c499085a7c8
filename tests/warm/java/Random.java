// request: {"differs": true, "name": "Random.java"}
public class Random {
    public static void main(String[] args) {
        System.out.println(new java.util.Random().nextLong() + " " + Math.random() + " " + java.util.UUID.randomUUID());
    }
}
