// what: four worker threads
// expect: fine
// says: hello hello hello hello
const { Worker, isMainThread, parentPort } = require('node:worker_threads');

if (isMainThread) {
  const answers = [];
  for (let n = 0; n < 4; n++) new Worker(__filename).on('message', (text) => answers.push(text) === 4 && console.log(answers.join(' ')));
} else parentPort.postMessage('hello');
