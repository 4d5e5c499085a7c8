// tries: grow the heap without end
// allowed: memory_limit
// seconds: 60
const all: number[][] = [];
for (let i = 0; i < 300; i++)
	all.push(new Array<number>(1 << 20).fill(i + 0.5));
console.log('ATTACK' + '-WORKED 2400 MB');
