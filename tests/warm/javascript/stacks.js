// What lies below a program on the stack, in each kind of turn.
Error.stackTraceLimit = 50;
const tell = (when) => console.log(new Error(when).stack);
tell('main');
process.nextTick(tell, 'tick');
Promise.resolve('promise').then(tell);
queueMicrotask(() => tell('microtask'));
(async () => {
  await null;
  tell('async');
})();
setTimeout(() => {
  tell('timer');
  setImmediate(() => {
    tell('immediate');
    Error.prepareStackTrace = (error, sites) => sites.map((site) => site.getFunctionName());
    console.log(new Error('sites').stack);
    process.on('exit', () => console.log(new Error('sites').stack, Object.getOwnPropertyNames(Error)));
  });
}, 5);
