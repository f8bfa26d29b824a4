// what: blocks its event loop and ignores TERM
// expect: time
// seconds: 2
process.on('SIGTERM', () => undefined);
for (;;);
