// what: asks the metadata service of a cloud
// expect: network
import java.net.Socket;

public class Program {
  public static void main(String[] args) throws Exception {
    try (var socket = new Socket("169.254.169.254", 80)) {
      System.out.println("BREACH " + socket);
    }
  }
}
