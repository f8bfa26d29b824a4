// what: appends to a file without end
// expect: disk
const fs = require('node:fs');

for (;;) fs.appendFileSync('/workspace/fill', Buffer.alloc(4 * 1024 * 1024));
