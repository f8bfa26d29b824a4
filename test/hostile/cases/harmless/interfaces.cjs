// what: lists the network interfaces, as servers do at their start
// expect: fine
// says: lo 127.0.0.1
for (const [name, addresses] of Object.entries(require('node:os').networkInterfaces())) {
  console.log(name, addresses.map(({ address }) => address).join(' '));
}
