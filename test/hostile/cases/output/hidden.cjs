// what: hides words behind carriage returns and backspaces
// expect: cleaned
// says: real failure
process.stdout.write('real failure\rall tests passed\nx\b\b\b\u0000\u007f\n');
