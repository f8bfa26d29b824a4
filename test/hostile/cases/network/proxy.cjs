// what: goes out through proxies and mirrors that may be configured
// expect: network
const env = Object.entries(process.env).filter(([name]) => /proxy|registry|index_url/i.test(name));
if (env.length > 0) console.log('BREACH', env.join(' '));
fetch('https://registry.npmjs.org/left-pad').then(() => console.log('BREACH'));
