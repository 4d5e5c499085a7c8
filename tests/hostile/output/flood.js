// tries: write without end
// allowed: output_limit memory_limit
// seconds: 30
const block = 'x'.repeat(65536);
for (;;) require('fs').writeSync(1, block);
