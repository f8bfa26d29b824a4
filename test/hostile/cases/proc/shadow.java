// what: reads the hashes of passwords
// expect: system-files
import java.nio.file.Files;
import java.nio.file.Path;

public class Program {
  public static void main(String[] args) throws Exception {
    System.out.println("BREACH " + Files.readString(Path.of("/etc/shadow")));
  }
}
