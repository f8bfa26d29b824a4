// what: starts worker threads that start worker threads
// expect: processes|memory|time
// seconds: 8
const { Worker } = require('node:worker_threads');

setInterval(() => new Worker(__filename), 5);
