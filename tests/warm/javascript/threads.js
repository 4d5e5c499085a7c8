// A thread of the program's starts as it would without us.
const { Worker, isMainThread, parentPort } = require('worker_threads');
if (isMainThread) {
  const worker = new Worker(__filename, { argv: ['in a thread'] });
  worker.on('message', (message) => console.log('got', message)).on('exit', (code) => console.log('ended', code));
} else {
  const proto = Object.getOwnPropertyNames(Object.getPrototypeOf(process));
  parentPort.postMessage([process.argv, process.execArgv, Object.keys(require.cache), process._preload_modules, proto]);
}
