// what: a test that writes the report itself and ends the run with success
// mode: guard
// path: src/test/java/smoke/FakeTest.java
// expect: guard report-forged|guard exit-forced
package smoke;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FakeTest {
  @Test
  void forges() throws Exception {
    Files.writeString(Path.of("/tmp/mw-junit.xml"), "<testsuites><testcase name='ok'/></testsuites>");
    System.exit(0);
  }
}
