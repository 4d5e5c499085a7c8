// request: {"cases": ["stream", "lines", "sync", "iterate", "large", "large-sync"], "inputData": "line 1\nline 2"}
// stdin to its end, and output larger than a pipe.
const fs = require('fs');
const ways = {
  stream() {
    let text = '';
    process.stdin.setEncoding('utf8').on('data', (part) => (text += part)).on('end', () => console.log(JSON.stringify(text)));
  },
  lines() {
    const lines = require('readline').createInterface({ input: process.stdin });
    lines.on('line', (line) => console.log('>', line)).on('close', () => console.log('closed'));
  },
  sync: () => console.log(JSON.stringify(fs.readFileSync(0, 'utf8'))),
  async iterate() {
    for await (const part of process.stdin) console.log(part);
  },
  large() {
    process.stdout.write('y'.repeat(300000) + '\n', () => console.log('written'));
    process.stderr.write('z'.repeat(100000));
  },
  'large-sync': () => console.log(fs.writeSync(1, 'x'.repeat(200000) + '\n')),
};
ways[process.argv[2]]();
