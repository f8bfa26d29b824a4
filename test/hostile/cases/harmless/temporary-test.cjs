// what: a test that works with files and a server
// mode: verdict
// path: test/more.test.cjs
// expect: fine
const assert = require('node:assert/strict');
const fs = require('node:fs');
const http = require('node:http');
const { test } = require('node:test');

test('serves a file', async () => {
  const folder = fs.mkdtempSync('/tmp/test-');
  fs.writeFileSync(`${folder}/a`, 'text');
  const server = http.createServer((request, response) => response.end(fs.readFileSync(`${folder}/a`)));
  await new Promise((resolve) => server.listen(0, 'localhost', resolve));
  const answer = await fetch(`http://localhost:${server.address().port}`);
  assert.equal(await answer.text(), 'text');
  server.closeAllConnections();
  server.close();
});
