// tries: start programs without end
// allowed: success runtime_error timeout memory_limit
// seconds: 60
const { spawn } = require('child_process');
for (let i = 0; i < 2000; i++)
	spawn(process.execPath, [__filename], { detached: true, stdio: 'ignore' }).on('error', () => {}).unref();
setInterval(() => {}, 1000);
