// tries: start workers without end
// allowed: success runtime_error timeout memory_limit
// seconds: 60
const { Worker } = require('worker_threads');
for (let i = 0; i < 500; i++)
	try { new Worker('for (;;);', { eval: true }).on('error', () => {}); } catch (e) { }
