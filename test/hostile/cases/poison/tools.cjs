// what: puts itself into the tools that check the code
// expect: read-only|system-files
const fs = require('node:fs');

let refused;
for (const path of ['/opt/tools/node_modules/evil.js', '/opt/sandbox/install.sh', '/node_modules/evil.js', '/deps/evil.js', '/etc/ld.so.preload', '/usr/local/bin/node']) {
  try {
    fs.writeFileSync(path, 'x');
    console.log('BREACH', path);
  } catch (error) {
    refused = error;
  }
}
throw refused;
