// what: takes memory outside the heap, in spite of its own limit
// expect: memory
// seconds: 150
import java.nio.ByteBuffer;
import java.util.ArrayList;

public class Program {
  public static void main(String[] args) {
    var kept = new ArrayList<ByteBuffer>();
    while (true) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024 * 1024);
      while (buffer.hasRemaining()) buffer.putLong(1);
      kept.add(buffer);
    }
  }
}
