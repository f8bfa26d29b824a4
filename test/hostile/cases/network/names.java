// what: asks for a name
// expect: network
import java.net.InetAddress;

public class Program {
  public static void main(String[] args) throws Exception {
    System.out.println("BREACH " + InetAddress.getByName("attacker.example.com"));
  }
}
