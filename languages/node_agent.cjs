'use strict';
/*
 * Parks a node process before its program is known: node FLAGS -r node_agent.cjs MAIN. It is loaded where node loads
 * what --require names, says on descriptor 3 that it is ready, and waits there for the job: the command line that node
 * would have been started with, and its environment (lib/warm/README.md). It puts both in place, removes every trace of
 * itself, and returns: node then goes on by itself, with no frame of ours on its stack, and starts the program as ever.
 *
 * It is started in another directory, and changes to that of MAIN: node keeps in mind that there was no package.json
 * where it looked for us, and the program's directory may get one.
 *
 * Before that it does once what most programs do first, so that the engine has compiled it; unless CODEX_HURRY says that
 * the job is there already. Nothing of it may touch the
 * standard streams: to make process.stdout is to make a pipe non-blocking, which is the program's own to do.
 */
const { isMainThread } = require('node:worker_threads');
const fs = require('node:fs');
const path = require('node:path');
const { Module } = require('node:module');

const JOB = 3;
const OWN = __filename.slice(0, -path.extname(__filename).length); // how the names of our files begin

/* node asks for `name` of `object` once: it gets `value` then, and from then on things are as they were. */
function lendOnce(object, name, value) {
  const own = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, {
    configurable: true,
    enumerable: own.enumerable,
    get() {
      Object.defineProperty(object, name, own);
      return value(own.value);
    },
  });
}

/* Also for threads of the program: they get our options, and so run us, too. */
function removeTraces() {
  const flag = process.execArgv.indexOf('-r');
  if (flag >= 0 && process.execArgv[flag + 1] === __filename) process.execArgv.splice(flag, 2);
  const preloaded = Object.getOwnPropertyDescriptor(process, '_preload_modules');
  if (preloaded) Object.defineProperty(process, '_preload_modules', { ...preloaded, value: [] });
  delete Module._cache[__filename];
  for (const key of Object.keys(Module._pathCache)) if (key.startsWith(OWN)) delete Module._pathCache[key];
}

// ---- what is done once before ----

const COMMON = [
  'util', 'stream', 'net', 'tty', 'readline', 'events', 'buffer', 'string_decoder', 'timers',
  'assert', 'crypto', 'fs/promises', 'os', 'perf_hooks', 'timers/promises', 'url',
];

function warmUp() {
  for (const name of COMMON) require(name);
  const { Writable, PassThrough } = require('node:stream');
  const nowhere = new Writable({ decodeStrings: false, write: (chunk, encoding, done) => done() });
  const out = new (require('node:console').Console)(nowhere, nowhere);
  out.log('%s %d %o', 'text', 1, [1]);
  out.log('text', 1, 1.5, 10n, true, null, undefined, Symbol.iterator, [1, 'two', [3]], { a: 1, b: { c: 'd' } }, new Map([[1, 2]]), new Set([1]));
  out.error('text');
  const input = new PassThrough();
  require('node:readline').createInterface({ input }).on('line', () => {});
  input.destroy();
  /* What streams do a tick later. With a tick left over, the program's first one would run with another stack. */
  process._tickCallback();
}

/* The loader of modules, with one that is in no file: that needs no turn of the event loop, which is the program's. */
function rehearseModule() {
  import('data:text/javascript,export default 1').catch(() => {});
  process._tickCallback();
}

/* Load an empty program as node will load the real one, and forget it. */
function rehearse() {
  const empty = `${OWN}.empty.cjs`;
  const { mainModule } = process;
  Module.runMain(empty);
  if (mainModule) process.mainModule = mainModule;
  else delete process.mainModule;
  delete Module._cache[empty];
}

// ---- the job ----

const HEADER = 16; // "CXJ1", and the numbers of arguments, of variables and of bytes that follow

function readExactly(length) {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; ) {
    const part = fs.readSync(JOB, bytes, at, length - at, null);
    if (!part) process.reallyExit(0); // nobody wants us any more
    at += part;
  }
  return bytes;
}

function readJob() {
  const header = readExactly(HEADER);
  const [argc, envc, size] = [4, 8, 12].map((at) => header.readUInt32LE(at));
  const strings = readExactly(size).toString().split('\0');
  return { argv: strings.slice(0, argc), environment: strings.slice(argc, argc + envc) };
}

const OURS = ['LD_PRELOAD', 'CODEX_HEAP_MB']; // node_limits.c has taken them out of the environment

function takeEnvironment(strings) {
  const wanted = new Map(strings.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]));
  for (const name of OURS) wanted.delete(name);
  for (const name of Object.keys(process.env)) if (!wanted.has(name)) delete process.env[name];
  for (const [name, value] of wanted) if (process.env[name] !== value) process.env[name] = value;
}

/* argv is that of a start without us: node, its options, the program, its arguments. */
function takeArguments(argv) {
  const at = argv.findIndex((word, i) => i > 0 && !word.startsWith('-'));
  const main = path.resolve(argv[at]);
  process.argv.splice(1, process.argv.length, main, ...argv.slice(at + 1));
  lendOnce(Module, 'runMain', (runMain) => runMain.bind(Module, main));
}

// ---- the end ----

const { reallyExit } = process;

function exitAtOnce() {
  if (process.reallyExit === reallyExit) reallyExit.call(process, process.exitCode || 0);
}

/* Nothing of JavaScript is below us: it is node itself that ends the process, as its event loop is empty. */
function isCalledByNode() {
  const limit = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  const prepare = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  try {
    Object.defineProperty(Error, 'stackTraceLimit', { configurable: true, writable: true, value: 4 });
    Object.defineProperty(Error, 'prepareStackTrace', { configurable: true, value: (error, frames) => frames.length });
    const seen = {};
    Error.captureStackTrace(seen, isCalledByNode);
    const { stack } = seen;
    if (prepare) Object.defineProperty(Error, 'prepareStackTrace', prepare);
    else delete Error.prepareStackTrace;
    if (limit) Object.defineProperty(Error, 'stackTraceLimit', limit);
    else delete Error.stackTraceLimit;
    return stack === 1;
  } catch {
    return false; // frozen, or replaced: then it ends as it would have
  }
}

/*
 * At the end node takes its heap apart, piece by piece, for a process that is over. Where nobody listens to the last
 * `exit`, a listener ends it there. It is hung up when node asks for `emit`, so there is nobody to see it.
 */
function leaveFast() {
  const home = Object.getPrototypeOf(process);
  const { emit } = process;
  Object.defineProperty(home, 'emit', {
    configurable: true,
    enumerable: false,
    get() {
      if (this === process && process._exiting && !process._events.exit && isCalledByNode()) process._events.exit = exitAtOnce;
      return emit;
    },
    set(value) {
      Object.defineProperty(this, 'emit', { configurable: true, enumerable: true, writable: true, value });
    },
  });
}

if (isMainThread && !process.env.CODEX_HURRY) {
  warmUp();
  rehearse();
  rehearseModule();
}
removeTraces();
if (isMainThread) {
  process.chdir(path.dirname(process.argv[1]));
  fs.writeSync(JOB, 'R');
  const job = readJob();
  fs.closeSync(JOB);
  takeEnvironment(job.environment);
  takeArguments(job.argv);
  leaveFast();
}
