// tries: read and write files of the host
// allowed: success
// except: root-with-uid-alone
// seconds: 30
const fs = require('fs'), bait = process.argv[2];
for (const path of ['/etc/passwd', '/etc/shadow', bait + '/secret', '/proc/1/environ'])
	try { fs.readFileSync(path); console.log('ATTACK' + '-WORKED', path); } catch (e) { }
for (const path of [bait + '/new', '/usr/new', bait + '/secret'])
	try { fs.writeFileSync(path, 'x'); console.log('ATTACK' + '-WORKED', path); } catch (e) { }
for (const [name, value] of Object.entries(process.env))
	if (value.includes('secret-of-the-host')) console.log('ATTACK' + '-WORKED', name);
