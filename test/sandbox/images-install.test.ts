import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createChecks, type Checks } from '../../activities/checks/run-checks.js';
import { file, imagesDir, testEngine, type TestEngine } from './engine.js';

let engine: TestEngine;
let checks: Checks;

beforeAll(async () => {
  engine = await testEngine();
  checks = createChecks({ driver: engine.driver, imagesDir });
});
afterAll(() => engine.close());

describe('dependencies that are installed through the registry proxy', () => {
  it('are there for a Go project without its go.sum', async () => {
    const files = [
      file('go.mod', 'module a\n\ngo 1.26\n\nrequire github.com/google/uuid v1.6.0\n'),
      file(
        'a_test.go',
        'package a\n\nimport (\n\t"testing"\n\n\t"github.com/google/uuid"\n)\n\nfunc TestA(t *testing.T) {\n\tif uuid.Nil.String() == "" {\n\t\tt.Fail()\n\t}\n}\n',
      ),
    ];
    const report = await checks.run({ name: 'install-go', buildId: 'int-code-test', language: 'go', files });
    expect(report).toMatchObject({ verdict: 'passed', tests: { total: 1, failed: 0 } });
  }, 900_000);

  it('are there for a Java project, whose own plugins never ran', async () => {
    const pom = `<project><properties><v>3.17.0</v></properties><build><plugins><plugin><artifactId>evil</artifactId><version>1</version></plugin></plugins></build>
      <dependencies><dependency><groupId>org.apache.commons</groupId><artifactId>commons-lang3</artifactId><version>\${v}</version></dependency></dependencies></project>`;
    const test = `import static org.junit.jupiter.api.Assertions.assertEquals;
import org.apache.commons.lang3.StringUtils;
import org.junit.jupiter.api.Test;
class ATest { @Test void reverses() { assertEquals("ba", StringUtils.reverse("ab")); } }`;
    const report = await checks.run({
      name: 'install-java',
      buildId: 'int-code-test',
      language: 'java',
      files: [file('pom.xml', pom), file('src/test/java/ATest.java', test)],
    });
    expect(report).toMatchObject({ verdict: 'passed', tests: { total: 1, failed: 0 } });
  }, 900_000);
});
