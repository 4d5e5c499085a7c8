import { createInterface } from "node:readline/promises";

const lines = createInterface({ input: process.stdin });
const word = await lines.question("");
const letters = Array.from(word);
console.log(word);
console.log(letters.length);
console.log(letters.reverse().join(""));
lines.close();
