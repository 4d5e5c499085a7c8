// tries: write without end
// allowed: output_limit
// seconds: 30
import { writeSync } from 'node:fs';
const block: string = 'x'.repeat(65536);
for (;;) writeSync(1, block);
