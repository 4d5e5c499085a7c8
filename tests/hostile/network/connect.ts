// tries: open a connection, and listen
// allowed: success runtime_error
// seconds: 30
import * as dns from 'node:dns';
import * as net from 'node:net';
net.connect(Number(process.argv[3]), '127.0.0.1', () => console.log('ATTACK' + '-WORKED connected')).on('error', () => {});
net.createServer().on('error', () => {}).listen(0, () => { console.log('ATTACK' + '-WORKED listens'); process.exit(); });
dns.lookup('example.com', (error) => { if (!error) console.log('ATTACK' + '-WORKED resolved'); });
