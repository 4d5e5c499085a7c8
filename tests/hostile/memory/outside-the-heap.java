// tries: take memory that the runtime does not count as heap
// allowed: memory_limit runtime_error
// seconds: 60
import java.nio.ByteBuffer;
import java.util.*;
public class Main {
	public static void main(String[] args) {
		List<ByteBuffer> all = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			ByteBuffer block = ByteBuffer.allocateDirect(1 << 20);
			for (int j = 0; j < 1 << 20; j += 4096)
				block.put(j, (byte) 1);
			all.add(block);
		}
		System.out.println("ATTACK" + "-WORKED 2000 MB");
	}
}
