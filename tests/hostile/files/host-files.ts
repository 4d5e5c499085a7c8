// tries: read and write files of the host
// allowed: success
// except: root-with-uid-alone
// seconds: 40
import * as fs from 'node:fs';
for (const path of ['/etc/passwd', '/etc/shadow', '/proc/1/environ'])
	try { fs.readFileSync(path); console.log('ATTACK' + '-WORKED', path); } catch { }
