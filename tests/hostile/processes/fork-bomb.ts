// tries: start programs without end
// allowed: runtime_error timeout memory_limit
// seconds: 60
import { spawn } from 'node:child_process';
for (let i = 0; i < 2000; i++)
	spawn(process.execPath, [process.argv[1]!], { detached: true, stdio: 'ignore' }).on('error', () => {}).unref();
setInterval(() => {}, 1000);
