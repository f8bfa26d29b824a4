// what: starts threads until one is refused
// expect: processes
// seconds: 30
public class Program {
  public static void main(String[] args) {
    while (true) {
      Thread thread = new Thread(() -> {
        try {
          Thread.sleep(1_000_000);
        } catch (InterruptedException ignored) {
        }
      }, "t");
      thread.setDaemon(true);
      thread.start();
    }
  }
}
