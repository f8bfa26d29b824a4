// what: leaves a file of holes: small on the disk, 200 MB as an archive
// expect: refused larger than
require('node:fs').truncateSync('/workspace/kept.txt', 200 * 1024 * 1024);
