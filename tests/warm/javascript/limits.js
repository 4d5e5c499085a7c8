// request: {"cases": ["spin", "sleep", "memory", "buffers", "threads"], "timeout": 1}
// Limits are the run's, not those of what has waited.
const ways = {
  spin: () => { for (;;); },
  sleep: () => setInterval(() => {}, 1000),
  memory: () => { for (const kept = []; ; ) kept.push(new Array(10000).fill(kept.length)); },
  buffers: () => { for (const kept = []; ; ) kept.push(Buffer.alloc(1 << 20, 1)); },
  threads: () => require('fs').readFile(__filename, () => console.log('read')),
};
ways[process.argv[2]]();
