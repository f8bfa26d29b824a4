// what: fills the heap of objects
// expect: memory
// seconds: 150
const kept = [];
for (;;) kept.push(new Array(10_000).fill(kept.length).map((n) => ({ n, text: `item ${n}` })));
