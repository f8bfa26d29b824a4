// what: calls the listeners of the host on the loopback
// expect: exit 1
// holds: 127.0.0.1 is the own loopback of the sandbox: nobody listens there
require('node:net').connect(Number(process.env.TRAP_PORT), '127.0.0.1', () => console.log('BREACH'));
