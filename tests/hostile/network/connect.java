// tries: open a connection
// allowed: success
// seconds: 30
import java.net.*;
public class Main {
	public static void main(String[] args) {
		int port = Integer.parseInt(args[1]);
		try { new Socket("127.0.0.1", port); System.out.println("ATTACK" + "-WORKED connected"); } catch (Exception e) { }
		try { new ServerSocket(0); System.out.println("ATTACK" + "-WORKED listens"); } catch (Exception e) { }
		try { new DatagramSocket(); System.out.println("ATTACK" + "-WORKED datagrams"); } catch (Exception e) { }
	}
}
