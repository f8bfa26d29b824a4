// what: a line of 200 KB
// expect: fine
// says: xend
console.log('x'.repeat(200_000) + 'end');
