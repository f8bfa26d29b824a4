// what: fills the heap
// expect: memory
// seconds: 150
import java.util.ArrayList;

public class Program {
  public static void main(String[] args) {
    var kept = new ArrayList<byte[]>();
    while (true) kept.add(new byte[16 * 1024 * 1024]);
  }
}
