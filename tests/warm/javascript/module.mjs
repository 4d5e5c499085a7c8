// request: {"name": "main.mjs", "args": ["arg 1", "-é", ""], "inputData": "line 1\nline 2"}
// An ES module, its loader, and what comes at once and later.
import * as self from './module.mjs';
import fs, { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
export const value = 5;
console.log(import.meta.url, import.meta.dirname, import.meta.filename, typeof require, process.argv, process.mainModule);
console.log(self.value, fs.readFileSync === readFileSync, createRequire(import.meta.url)('path').sep, new Error('stack').stack);
console.log(await Promise.resolve('awaited'), (await import('node:os')).EOL.length, Object.keys(await import('data:text/javascript,export const a = 1')));
for await (const line of (await import('node:readline/promises')).createInterface({ input: process.stdin })) console.log('>', line);
process.on('exit', (code) => console.log('exit', code, new Error('exit').stack));
process.exitCode = 3;
