// what: floods stderr
// expect: output
// seconds: 60
public class Program {
  public static void main(String[] args) {
    while (true) System.err.println("line after line after line".repeat(100));
  }
}
