// what: a link as a package manager leaves it in the project
// expect: fine
// says: tool
const fs = require('node:fs');

fs.mkdirSync('node_modules/.bin', { recursive: true });
fs.mkdirSync('node_modules/tool');
fs.writeFileSync('node_modules/tool/index.js', 'module.exports = "tool";');
fs.symlinkSync('../tool/index.js', 'node_modules/.bin/tool');
console.log(require('tool'));
