// what: looks for secrets in the environment of every process
// expect: inside
// holds: no process of the sandbox has a secret of the host
const fs = require('node:fs');

const texts = [JSON.stringify(process.env)];
for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
  try {
    texts.push(fs.readFileSync(`/proc/${pid}/environ`, 'utf8'));
  } catch {
    // Not ours.
  }
}
const found = texts.join('\0').match(/(?:API_KEY|TOKEN|SECRET|PASSWORD|DATABASE_URL|AWS_|LLM_)[^\0"]*/g);
if (found) console.log('BREACH', found.join(' '));
