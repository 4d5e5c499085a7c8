// Warnings come once, on stderr, and name the process.
process.emitWarning('careful');
process.emitWarning('careful');
new Buffer(3);
require('fs').exists;
const emitter = new (require('events'))();
for (let i = 0; i < 11; i++) emitter.on('many', () => {});
require('util').promisify(setTimeout)(1).then(() => console.log('done'));
