// tries: grow a list without end
// allowed: memory_limit
// limit: memory
// seconds: 60
import java.util.*;
public class Main {
	public static void main(String[] args) {
		List<byte[]> all = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			byte[] block = new byte[1 << 20];
			Arrays.fill(block, (byte) i);
			all.add(block);
		}
		System.out.println("ATTACK" + "-WORKED 2000 MB");
	}
}
