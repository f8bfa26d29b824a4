// what: a test that ends the machine with success
// mode: verdict
// path: src/test/java/smoke/FakeTest.java
// expect: verdict report-unreadable
package smoke;

import org.junit.jupiter.api.Test;

class FakeTest {
  @Test
  void ends() {
    Runtime.getRuntime().halt(0);
  }
}
