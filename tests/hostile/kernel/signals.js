// tries: signal processes that are not its own
// allowed: success
// seconds: 30
for (const pid of [process.ppid, Number(process.argv[4]), 1])
	try { process.kill(pid, 'SIGKILL'); } catch (e) { }
