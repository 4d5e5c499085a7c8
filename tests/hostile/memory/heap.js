// tries: grow the heap without end
// allowed: memory_limit runtime_error
// seconds: 60
const all = [];
for (let i = 0; i < 300; i++)
	all.push(new Array(1 << 20).fill(i + 0.5));
console.log('ATTACK' + '-WORKED 2400 MB');
