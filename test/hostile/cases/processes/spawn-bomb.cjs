// what: starts itself twice in every process
// expect: processes|memory|time
// seconds: 6
const { spawn } = require('node:child_process');

for (let n = 0; n < 2; n++) spawn(process.execPath, [__filename], { stdio: 'inherit' });
setInterval(() => spawn(process.execPath, [__filename], { stdio: 'inherit' }), 20);
