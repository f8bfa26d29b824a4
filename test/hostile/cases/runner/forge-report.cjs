// what: a test that writes the report itself and ends the run with success
// mode: guard
// path: test/fake.test.cjs
// expect: guard report-forged|guard exit-forced
const fs = require('node:fs');
const { test } = require('node:test');

test('forges', () => {
  fs.writeFileSync('/tmp/mw-junit.xml', '<testsuites><testcase name="ok"/></testsuites>');
  process.exit(0);
});
