// what: writes through a linked folder
// expect: read-only|system-files
// after: [ ! -e /etc/breach ] || echo BREACH
const fs = require('node:fs');

fs.symlinkSync('/etc', '/workspace/folder');
fs.writeFileSync('/workspace/folder/breach', 'x');
console.log('BREACH');
