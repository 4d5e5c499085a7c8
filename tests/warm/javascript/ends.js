// request: {"cases": ["nothing", "throw", "throw-object", "throw-late", "reject", "reject-value", "reject-async", "exit-number", "exit-text", "exit-code", "before-exit", "exit-listener", "exit-in-exit", "throw-in-exit", "stack-in-exit", "caught", "caught-rejection", "overridden", "replaced-exit", "assertion", "missing", "abort", "deep", "endless-recursion", "kept-code"]}
// How a program can end.
'use strict';
function thrower() {
  throw new TypeError('bad \u00e9');
}
const listen = () => process.on('exit', (code) => console.log('exit', code, process.exitCode, process.listenerCount('exit')));
const ends = {
  nothing() {},
  throw: thrower,
  'throw-object': () => {
    throw { a: 1, b: [2] };
  },
  'throw-late': () => setTimeout(thrower, 1),
  reject: () => Promise.reject(new RangeError('nobody')),
  'reject-value': () => Promise.reject(5),
  'reject-async': async () => {
    await null;
    thrower();
  },
  'exit-number': () => process.exit(3),
  'exit-text': () => process.exit('12'),
  'exit-code': () => {
    process.exitCode = 7;
  },
  'kept-code': () => {
    process.exitCode = '5';
    setTimeout(() => {}, 1);
  },
  'before-exit': () => {
    let left = 2;
    process.on('beforeExit', (code) => {
      console.log('before', code);
      if (left-- > 0) setTimeout(() => console.log('more'), 1);
    });
    process.exitCode = 4;
  },
  'exit-listener': () => process.on('exit', () => (process.exitCode = 9)),
  'exit-in-exit': () => process.on('exit', () => process.exit(8)),
  'throw-in-exit': () => {
    process.on('exit', thrower);
    process.on('exit', () => console.log('never'));
  },
  'stack-in-exit': () => process.on('exit', () => console.log(new Error('exit').stack)),
  caught: () => {
    process.on('uncaughtException', (error, origin) => console.log('caught', error.message, origin));
    setTimeout(thrower, 1);
    setTimeout(() => console.log('goes on'), 5);
  },
  'caught-rejection': () => {
    process.on('unhandledRejection', (reason) => console.log('caught', reason));
    Promise.reject(6);
  },
  overridden: () => {
    const { emit } = process;
    process.emit = function (name, ...rest) {
      console.log('emit', name);
      return emit.call(this, name, ...rest);
    };
  },
  'replaced-exit': () => {
    const { reallyExit } = process;
    process.reallyExit = (code) => {
      console.log('really', code);
      reallyExit.call(process, code);
    };
    process.on('exit', () => console.log('first'));
  },
  assertion: () => require('assert').strictEqual(1, 2),
  missing: () => require('./not-there'),
  abort: () => process.abort(),
  deep: () => console.log((function down(n) { return n ? down(n - 1) + 1 : 0; })(20000)),
  'endless-recursion': () => (function down() { down(); })(),
};
if (!['replaced-exit', 'nothing', 'stack-in-exit'].includes(process.argv[2])) listen();
ends[process.argv[2]]();
