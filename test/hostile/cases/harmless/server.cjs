// what: a server on localhost, asked by name and ended
// expect: fine
// says: hello
const http = require('node:http');

const server = http.createServer((request, response) => response.end('hello'));
server.listen(0, 'localhost', async () => {
  const answer = await fetch(`http://localhost:${server.address().port}/`);
  console.log(await answer.text());
  server.closeAllConnections();
  server.close();
});
