// what: a pool of sixteen threads
// expect: fine
// says: sum 2646700
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

public class Program {
  public static void main(String[] args) throws Exception {
    var pool = Executors.newFixedThreadPool(16);
    var jobs = IntStream.range(0, 200).mapToObj(n -> pool.submit(() -> n * n)).toList();
    long sum = 0;
    for (var job : jobs) sum += job.get();
    pool.shutdown();
    System.out.println("sum " + sum);
  }
}
