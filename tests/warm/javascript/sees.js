// request: {"args": ["arg 1", "-é", ""]}
// What a program finds when it starts.
const show = (...what) => console.log(...what);
show(process.argv, process.argv0, process.execArgv, process.title, process.execPath, process.argv.length);
show(require.main === module, module.id, module.filename, module.paths, module.parent, module.children, process.mainModule === module);
show(Object.keys(require.cache), require('module')._pathCache, require.resolve('fs'));
show(Object.entries(process.env), process.cwd(), __filename, __dirname, process.umask().toString(8));
show(Object.getOwnPropertyNames(process).sort().join());
show(Object.getOwnPropertyNames(globalThis).sort().join());
show(Object.getOwnPropertyNames(require('module')).join(), Object.getOwnPropertyDescriptor(require('module'), 'runMain'));
show(process.eventNames(), process.listenerCount('exit'), process._preload_modules);
show(process._getActiveHandles().length, process._getActiveRequests().length, process.getActiveResourcesInfo());
show(Error.stackTraceLimit, Error.prepareStackTrace, RegExp.lastMatch, RegExp.$1, this === module.exports, arguments.length);
show(process.stdin.isTTY, process.stdout.isTTY, process.stderr.isTTY, process.stdin.constructor.name, process.stdout.constructor.name);
show(process.stdout.writableLength, process.exitCode, process.connected, process.debugPort, process.features, process.release.name);
implied = 5;
show(typeof globalThis.implied, new Intl.DateTimeFormat().resolvedOptions().locale, new Date(0).getTimezoneOffset());
return;
