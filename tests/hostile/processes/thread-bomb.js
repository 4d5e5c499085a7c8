// tries: start workers without end
// allowed: runtime_error timeout memory_limit
// because: a worker is some MB, and node ends itself for lack of memory or of a thread; those that are there spin until the time is over
// seconds: 60
const { Worker } = require('worker_threads');
for (let i = 0; i < 500; i++)
	try { new Worker('for (;;);', { eval: true }).on('error', () => {}); } catch (e) { }
