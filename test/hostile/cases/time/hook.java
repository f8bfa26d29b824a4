// what: never comes out of its shutdown hook
// expect: time
// seconds: 4
public class Program {
  public static void main(String[] args) throws Exception {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      while (true) Thread.onSpinWait();
    }));
    Thread.sleep(1_000_000);
  }
}
