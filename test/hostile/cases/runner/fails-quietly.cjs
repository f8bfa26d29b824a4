// what: a test that fails and swallows its own output
// mode: verdict
// path: test/fake.test.cjs
// expect: verdict test-failed|verdict exit-code
const { test } = require('node:test');

process.stdout.write = () => true;
process.stderr.write = () => true;
test('fails', () => {
  throw new Error('it does not work');
});
