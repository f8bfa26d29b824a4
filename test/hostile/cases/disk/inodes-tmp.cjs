// what: makes empty folders in /tmp until none is left
// expect: disk
// seconds: 30
const fs = require('node:fs');

for (let n = 0; ; n++) fs.mkdirSync(`/tmp/d${n}`);
