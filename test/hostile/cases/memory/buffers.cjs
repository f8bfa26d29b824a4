// what: takes memory outside the heap
// expect: memory
const kept = [];
for (;;) kept.push(Buffer.alloc(32 * 1024 * 1024, 1));
