// what: 100 MB of heap
// expect: fine
// says: 104857600
public class Program {
  public static void main(String[] args) {
    System.out.println(new byte[100 * 1024 * 1024].length);
  }
}
