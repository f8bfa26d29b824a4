// what: writes into folders of the system
// expect: read-only|system-files
import java.nio.file.Files;
import java.nio.file.Path;

public class Program {
  public static void main(String[] args) throws Exception {
    Exception refused = null;
    for (String path : new String[] {"/etc/breach", "/usr/bin/breach", "/opt/tools/breach", "/var/tmp/breach"}) {
      try {
        Files.writeString(Path.of(path), "x");
        System.out.println("BREACH " + path);
      } catch (Exception error) {
        refused = error;
      }
    }
    throw refused;
  }
}
