// what: becomes root by the call of its runtime
// expect: system-call
process.setuid(0);
console.log('BREACH');
