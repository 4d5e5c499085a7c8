// request: {"name": "main.mts", "inputData": "line 1\nline 2"}
// An ES module that waits, reads, and throws.
import { readFileSync } from 'node:fs';
export const text: string = readFileSync(0, 'utf8');
console.log(text.length, import.meta.url, await Promise.resolve(1 as number));
(null as unknown as { property: number }).property;
