// tries: find our environment in its own
// allowed: success
// seconds: 30
for (const [name, value] of Object.entries(process.env))
	if (value?.includes('secret-of-the-host') || /^(?:CODEX_|XDG_|SUDO_|SSH_)/.test(name))
		console.log('ATTACK' + '-WORKED', name);
