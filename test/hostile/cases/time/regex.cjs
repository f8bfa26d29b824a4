// what: a regular expression that backtracks for ever
// expect: time
// seconds: 2
/^(a+)+$/.test('a'.repeat(60) + 'b');
