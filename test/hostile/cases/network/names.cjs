// what: asks for names by the resolver and by hand
// expect: network
const dns = require('node:dns');

dns.lookup('attacker.example.com', (error) => {
  if (!error) console.log('BREACH');
  throw error;
});
