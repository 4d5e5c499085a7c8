const block = [];
for (let i = 0; i < 50 * 128; i++) block.push(new Array(1000).fill(i));
console.log(block.length * 2);
