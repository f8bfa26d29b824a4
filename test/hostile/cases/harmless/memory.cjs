// what: 300 MB of buffers, freed
// expect: fine
// says: 314572800
let buffer = Buffer.alloc(300 * 1024 * 1024, 1);
console.log(buffer.length);
buffer = null;
