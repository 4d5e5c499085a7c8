// tries: take memory that the runtime does not count as heap
// allowed: memory_limit runtime_error
// seconds: 60
const all = [];
for (let i = 0; i < 2000; i++)
	all.push(Buffer.alloc(1 << 20, 1));
console.log('ATTACK' + '-WORKED 2000 MB');
