// what: floods both streams
// expect: output
// seconds: 60
const fs = require('node:fs');

const write = (stream) => {
  try {
    fs.writeSync(stream, 'x'.repeat(10_000) + '\n');
  } catch (error) {
    if (error.code !== 'EAGAIN') throw error;
  }
};
for (;;) {
  write(1);
  write(2);
}
