// A client that was written for Piston: only its base URL is another. Prints one line per check, as TAP has them.
import assert from "node:assert/strict";
import piston from "piston-client";

const client = piston({ server: process.argv[2] });
const languages = process.argv.slice(3);
let count = 0;
let failed = 0;

async function test(name, body) {
	count++;
	try {
		await body();
		console.log(`ok ${count} - ${name}`);
	} catch (error) {
		failed++;
		console.log(`not ok ${count} - ${name}`);
		console.log(String(error.stack ?? error).replace(/^/gm, "# "));
	}
}

const hello = {
	python: "print('hello')",
	javascript: "console.log('hello')",
	typescript: "const text: string = 'hello';\nconsole.log(text);",
	java: "public class Hello { public static void main(String[] args) { System.out.println(\"hello\"); } }",
	cpp: "#include <iostream>\nint main() { std::cout << \"hello\\n\"; }",
	go: "package main\nimport \"fmt\"\nfunc main() { fmt.Println(\"hello\") }",
	rust: "fn main() { println!(\"hello\"); }",
};

await test("the runtimes are listed", async () => {
	const runtimes = await client.runtimes();
	assert.ok(Array.isArray(runtimes), JSON.stringify(runtimes));
	for (const language of languages) {
		const found = runtimes.find((runtime) => runtime.language === language);
		assert.ok(found, `no ${language}`);
		assert.match(found.version, /^\d+(\.\d+)*$/);
		assert.ok(Array.isArray(found.aliases));
	}
});

for (const language of languages) {
	await test(`${language} runs with the version that is listed`, async () => {
		const answer = await client.execute(language, hello[language]);
		assert.equal(answer.run?.stdout, "hello\n", JSON.stringify(answer));
		assert.equal(answer.run.code, 0);
		assert.equal(answer.run.signal, null);
		assert.equal(answer.language, language);
	});
}

await test("arguments, standard input and several files reach the program", async () => {
	const answer = await client.execute({
		language: "python",
		args: ["a b", "c"],
		stdin: "in",
		files: [
			{ name: "prog.py", content: "import sys, other\nprint(sys.argv[1:], sys.stdin.read(), other.x)" },
			{ name: "other.py", content: "x = open('data.bin', 'rb').read()" },
			{ name: "data.bin", content: "AP8=", encoding: "base64" },
		],
	});
	assert.equal(answer.run?.stdout, "['a b', 'c'] in b'\\x00\\xff'\n", JSON.stringify(answer));
});

await test("a program that fails is told by its code, and one that hangs by its status", async () => {
	const wrong = await client.execute("python", "import sys; print('x', file=sys.stderr); sys.exit(3)");
	assert.equal(wrong.run?.code, 3, JSON.stringify(wrong));
	assert.equal(wrong.run.status, "RE");
	assert.equal(wrong.run.stderr, "x\n");
	const slow = await client.execute("python", "while True: pass", { runTimeout: 300 });
	assert.equal(slow.run?.status, "TO", JSON.stringify(slow));
	assert.equal(slow.run.signal, "SIGKILL");
});

await test("an unknown language is refused with a message", async () => {
	const answer = await client.execute("cobol", "x");
	assert.match(answer.message, /required as a string|unknown/);
});

console.log(`1..${count}`);
process.exitCode = failed ? 1 : 0;
