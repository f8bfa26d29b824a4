// what: a second of work
// expect: fine
// says: worked
const until = Date.now() + 1000;
let n = 0;
while (Date.now() < until) n += Math.sqrt(n);
console.log('worked');
