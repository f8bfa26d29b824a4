// what: writes one file without end
// expect: disk
// seconds: 30
import java.io.FileOutputStream;

public class Program {
  public static void main(String[] args) throws Exception {
    try (var file = new FileOutputStream("/workspace/fill")) {
      byte[] piece = new byte[4 * 1024 * 1024];
      while (true) file.write(piece);
    }
  }
}
