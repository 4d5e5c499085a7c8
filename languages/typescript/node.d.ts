/*
 * What ordinary programs use of Node.js, in the smallest form that checks them: the globals and the common
 * modules. Small, because it is read at every compilation. What is seldom used is `any`.
 */

type BufferEncoding = "utf8" | "utf-8" | "ascii" | "latin1" | "binary" | "base64" | "base64url" | "hex" | "utf16le" | "ucs2";

/* ---- globals ---- */

interface Console {
	log(...data: any[]): void;
	error(...data: any[]): void;
	warn(...data: any[]): void;
	info(...data: any[]): void;
	debug(...data: any[]): void;
	trace(...data: any[]): void;
	dir(item?: any, options?: any): void;
	table(data?: any, columns?: readonly string[]): void;
	assert(condition?: unknown, ...data: any[]): void;
	count(label?: string): void;
	countReset(label?: string): void;
	group(...label: any[]): void;
	groupEnd(): void;
	time(label?: string): void;
	timeEnd(label?: string): void;
	timeLog(label?: string, ...data: any[]): void;
}
declare var console: Console;

declare class Buffer extends Uint8Array {
	static from(data: string, encoding?: BufferEncoding): Buffer;
	static from(data: ArrayBuffer | SharedArrayBuffer, offset?: number, length?: number): Buffer;
	static from(data: ArrayLike<number> | Iterable<number>): Buffer;
	static alloc(size: number, fill?: string | number | Uint8Array, encoding?: BufferEncoding): Buffer;
	static allocUnsafe(size: number): Buffer;
	static concat(list: readonly Uint8Array[], length?: number): Buffer;
	static byteLength(text: string | ArrayBufferView | ArrayBuffer, encoding?: BufferEncoding): number;
	static compare(a: Uint8Array, b: Uint8Array): -1 | 0 | 1;
	static isBuffer(thing: unknown): thing is Buffer;
	static isEncoding(name: string): name is BufferEncoding;
	toString(encoding?: BufferEncoding, start?: number, end?: number): string;
	toJSON(): { type: "Buffer"; data: number[] };
	write(text: string, offset?: number, length?: number, encoding?: BufferEncoding): number;
	copy(target: Uint8Array, targetStart?: number, start?: number, end?: number): number;
	equals(other: Uint8Array): boolean;
	compare(other: Uint8Array): -1 | 0 | 1;
	slice(start?: number, end?: number): any;
	subarray(start?: number, end?: number): any;
	indexOf(value: string | number | Uint8Array, from?: number, encoding?: BufferEncoding): number;
	includes(value: string | number | Uint8Array, from?: number, encoding?: BufferEncoding): boolean;
	readUInt8(offset?: number): number;
	readInt8(offset?: number): number;
	readUInt16LE(offset?: number): number;
	readUInt16BE(offset?: number): number;
	readInt16LE(offset?: number): number;
	readInt16BE(offset?: number): number;
	readUInt32LE(offset?: number): number;
	readUInt32BE(offset?: number): number;
	readInt32LE(offset?: number): number;
	readInt32BE(offset?: number): number;
	readDoubleLE(offset?: number): number;
	readDoubleBE(offset?: number): number;
	readFloatLE(offset?: number): number;
	readFloatBE(offset?: number): number;
	readBigInt64LE(offset?: number): bigint;
	readBigUInt64LE(offset?: number): bigint;
	writeUInt8(value: number, offset?: number): number;
	writeInt8(value: number, offset?: number): number;
	writeUInt16LE(value: number, offset?: number): number;
	writeUInt16BE(value: number, offset?: number): number;
	writeInt16LE(value: number, offset?: number): number;
	writeInt16BE(value: number, offset?: number): number;
	writeUInt32LE(value: number, offset?: number): number;
	writeUInt32BE(value: number, offset?: number): number;
	writeInt32LE(value: number, offset?: number): number;
	writeInt32BE(value: number, offset?: number): number;
	writeDoubleLE(value: number, offset?: number): number;
	writeDoubleBE(value: number, offset?: number): number;
}

declare namespace NodeJS {
	type Listener = (...args: any[]) => void;
	interface ErrnoException extends Error {
		errno?: number;
		code?: string;
		path?: string;
		syscall?: string;
	}
	interface EventEmitter {
		on(event: string | symbol, listener: Listener): this;
		once(event: string | symbol, listener: Listener): this;
		off(event: string | symbol, listener: Listener): this;
		addListener(event: string | symbol, listener: Listener): this;
		prependListener(event: string | symbol, listener: Listener): this;
		removeListener(event: string | symbol, listener: Listener): this;
		removeAllListeners(event?: string | symbol): this;
		emit(event: string | symbol, ...args: any[]): boolean;
		listenerCount(event: string | symbol): number;
		listeners(event: string | symbol): Function[];
		eventNames(): (string | symbol)[];
		setMaxListeners(count: number): this;
	}
	interface ReadableStream extends EventEmitter, AsyncIterable<any> {
		readable: boolean;
		setEncoding(encoding: BufferEncoding): this;
		read(size?: number): any;
		pause(): this;
		resume(): this;
		pipe<T extends WritableStream>(to: T, options?: { end?: boolean }): T;
		unpipe(to?: WritableStream): this;
		destroy(error?: Error): this;
	}
	interface WritableStream extends EventEmitter {
		writable: boolean;
		write(chunk: string | Uint8Array, callback?: (error?: Error | null) => void): boolean;
		write(chunk: string | Uint8Array, encoding?: BufferEncoding, callback?: (error?: Error | null) => void): boolean;
		end(callback?: () => void): this;
		end(chunk: string | Uint8Array, callback?: () => void): this;
		end(chunk: string | Uint8Array, encoding?: BufferEncoding, callback?: () => void): this;
		destroy(error?: Error): this;
	}
	interface ReadStream extends ReadableStream {
		fd: 0;
		isTTY?: boolean;
		setRawMode?(on: boolean): this;
		ref(): this;
		unref(): this;
	}
	interface WriteStream extends WritableStream {
		fd: 1 | 2;
		isTTY?: boolean;
		columns?: number;
		rows?: number;
	}
	interface MemoryUsage {
		rss: number;
		heapTotal: number;
		heapUsed: number;
		external: number;
		arrayBuffers: number;
	}
	interface Timeout {
		ref(): this;
		unref(): this;
		hasRef(): boolean;
		refresh(): this;
		[Symbol.toPrimitive](): number;
	}
	interface Immediate {
		ref(): this;
		unref(): this;
	}
	type Timer = Timeout;
	interface Process extends EventEmitter {
		argv: string[];
		argv0: string;
		execPath: string;
		execArgv: string[];
		env: { [name: string]: string | undefined };
		exitCode?: number | string | null;
		pid: number;
		ppid: number;
		platform: "linux" | "darwin" | "win32";
		arch: string;
		version: string;
		versions: { [name: string]: string | undefined; node: string; v8: string };
		stdin: ReadStream;
		stdout: WriteStream;
		stderr: WriteStream;
		exit(code?: number | string | null): never;
		abort(): never;
		cwd(): string;
		chdir(directory: string): void;
		kill(pid: number, signal?: string | number): true;
		uptime(): number;
		hrtime: { (since?: [number, number]): [number, number]; bigint(): bigint };
		memoryUsage: { (): MemoryUsage; rss(): number };
		cpuUsage(since?: { user: number; system: number }): { user: number; system: number };
		nextTick(callback: Function, ...args: any[]): void;
		emitWarning(warning: string | Error, type?: string): void;
		umask(mask?: number): number;
		getuid?(): number;
	}
	interface Require {
		(id: string): any;
		resolve(id: string): string;
		cache: { [id: string]: any };
		main: Module | undefined;
	}
	interface Module {
		exports: any;
		id: string;
		filename: string;
		loaded: boolean;
		require: Require;
		children: Module[];
		paths: string[];
	}
}

declare var process: NodeJS.Process;
declare var require: NodeJS.Require;
declare var module: NodeJS.Module;
declare var exports: any;
declare var __filename: string;
declare var __dirname: string;
declare var global: typeof globalThis;

interface ImportMeta {
	url: string;
	dirname: string;
	filename: string;
	resolve(specifier: string): string;
}

declare function setTimeout<A extends any[]>(callback: (...args: A) => void, ms?: number, ...args: A): NodeJS.Timeout;
declare function setInterval<A extends any[]>(callback: (...args: A) => void, ms?: number, ...args: A): NodeJS.Timeout;
declare function setImmediate<A extends any[]>(callback: (...args: A) => void, ...args: A): NodeJS.Immediate;
declare function clearTimeout(timer: NodeJS.Timeout | string | number | null | undefined): void;
declare function clearInterval(timer: NodeJS.Timeout | string | number | null | undefined): void;
declare function clearImmediate(immediate: NodeJS.Immediate | null | undefined): void;
declare function queueMicrotask(callback: () => void): void;
declare function structuredClone<T>(value: T, options?: { transfer?: readonly any[] }): T;
declare function atob(data: string): string;
declare function btoa(data: string): string;

interface Performance {
	now(): number;
	timeOrigin: number;
	mark(name: string, options?: any): any;
	measure(name: string, start?: any, end?: string): any;
	getEntriesByName(name: string, type?: string): any[];
}
declare var performance: Performance;

declare class TextEncoder {
	readonly encoding: string;
	encode(text?: string): Uint8Array<ArrayBuffer>;
	encodeInto(text: string, into: Uint8Array): { read: number; written: number };
}
declare class TextDecoder {
	constructor(encoding?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
	readonly encoding: string;
	decode(data?: ArrayBuffer | ArrayBufferView | null, options?: { stream?: boolean }): string;
}

declare class URLSearchParams implements Iterable<[string, string]> {
	constructor(init?: string | Record<string, string> | Iterable<[string, string]>);
	append(name: string, value: string): void;
	delete(name: string): void;
	get(name: string): string | null;
	getAll(name: string): string[];
	has(name: string): boolean;
	set(name: string, value: string): void;
	sort(): void;
	forEach(callback: (value: string, name: string) => void): void;
	keys(): IterableIterator<string>;
	values(): IterableIterator<string>;
	entries(): IterableIterator<[string, string]>;
	[Symbol.iterator](): IterableIterator<[string, string]>;
	toString(): string;
}
declare class URL {
	constructor(url: string | URL, base?: string | URL);
	hash: string;
	host: string;
	hostname: string;
	href: string;
	readonly origin: string;
	password: string;
	pathname: string;
	port: string;
	protocol: string;
	search: string;
	readonly searchParams: URLSearchParams;
	username: string;
	toString(): string;
	toJSON(): string;
}

declare class Event {
	constructor(type: string, options?: { cancelable?: boolean });
	readonly type: string;
	readonly target: EventTarget | null;
	preventDefault(): void;
	stopPropagation(): void;
}
declare class EventTarget {
	addEventListener(type: string, listener: (event: any) => void, options?: any): void;
	removeEventListener(type: string, listener: (event: any) => void, options?: any): void;
	dispatchEvent(event: Event): boolean;
}
declare class AbortSignal extends EventTarget {
	static abort(reason?: any): AbortSignal;
	static timeout(ms: number): AbortSignal;
	readonly aborted: boolean;
	readonly reason: any;
	onabort: ((event: Event) => void) | null;
	throwIfAborted(): void;
}
declare class AbortController {
	readonly signal: AbortSignal;
	abort(reason?: any): void;
}

declare var crypto: {
	randomUUID(): string;
	getRandomValues<T extends ArrayBufferView | null>(array: T): T;
	readonly subtle: any;
};

/* ---- modules ---- */

declare module "fs" {
	type Path = string | Buffer | URL;
	type File = Path | number;
	type Mode = number | string;
	type Options = { encoding?: null; flag?: string } | null;
	type TextOptions = BufferEncoding | { encoding: BufferEncoding; flag?: string };
	type WriteOptions = BufferEncoding | { encoding?: BufferEncoding | null; mode?: Mode; flag?: string } | null;
	type Data = string | NodeJS.ArrayBufferView;
	type Done = (error: NodeJS.ErrnoException | null) => void;
	interface Stats {
		size: number;
		mode: number;
		ino: number;
		nlink: number;
		uid: number;
		gid: number;
		mtimeMs: number;
		atimeMs: number;
		ctimeMs: number;
		mtime: Date;
		atime: Date;
		ctime: Date;
		isFile(): boolean;
		isDirectory(): boolean;
		isSymbolicLink(): boolean;
	}
	interface Dirent {
		name: string;
		parentPath: string;
		isFile(): boolean;
		isDirectory(): boolean;
		isSymbolicLink(): boolean;
	}
	function readFileSync(file: File, options?: Options): Buffer;
	function readFileSync(file: File, options: TextOptions): string;
	function writeFileSync(file: File, data: Data, options?: WriteOptions): void;
	function appendFileSync(file: File, data: Data, options?: WriteOptions): void;
	function existsSync(path: Path): boolean;
	function statSync(path: Path): Stats;
	function lstatSync(path: Path): Stats;
	function fstatSync(fd: number): Stats;
	function readdirSync(path: Path, options?: BufferEncoding | { recursive?: boolean; withFileTypes?: false } | null): string[];
	function readdirSync(path: Path, options: { recursive?: boolean; withFileTypes: true }): Dirent[];
	function mkdirSync(path: Path, options?: Mode | { recursive?: boolean; mode?: Mode }): string | undefined;
	function mkdtempSync(prefix: string): string;
	function rmSync(path: Path, options?: { recursive?: boolean; force?: boolean }): void;
	function rmdirSync(path: Path): void;
	function unlinkSync(path: Path): void;
	function renameSync(from: Path, to: Path): void;
	function copyFileSync(from: Path, to: Path): void;
	function accessSync(path: Path, mode?: number): void;
	function chmodSync(path: Path, mode: Mode): void;
	function truncateSync(path: Path, length?: number): void;
	function openSync(path: Path, flags?: string | number, mode?: Mode): number;
	function closeSync(fd: number): void;
	function fsyncSync(fd: number): void;
	function readSync(fd: number, into: NodeJS.ArrayBufferView, offset?: number, length?: number, position?: number | bigint | null): number;
	function readSync(fd: number, into: NodeJS.ArrayBufferView, options?: any): number;
	function writeSync(fd: number, data: NodeJS.ArrayBufferView, offset?: number, length?: number, position?: number | null): number;
	function writeSync(fd: number, text: string, position?: number | null, encoding?: BufferEncoding): number;
	function readFile(file: File, options: TextOptions, done: (error: NodeJS.ErrnoException | null, text: string) => void): void;
	function readFile(file: File, done: (error: NodeJS.ErrnoException | null, data: Buffer) => void): void;
	function writeFile(file: File, data: Data, options: WriteOptions, done: Done): void;
	function writeFile(file: File, data: Data, done: Done): void;
	function appendFile(file: File, data: Data, done: Done): void;
	function stat(path: Path, done: (error: NodeJS.ErrnoException | null, stats: Stats) => void): void;
	function readdir(path: Path, done: (error: NodeJS.ErrnoException | null, names: string[]) => void): void;
	function mkdir(path: Path, done: Done): void;
	function unlink(path: Path, done: Done): void;
	function createReadStream(path: Path, options?: any): NodeJS.ReadableStream;
	function createWriteStream(path: Path, options?: any): NodeJS.WritableStream;
	const constants: { [name: string]: number };
	const promises: typeof import("fs/promises");
}
declare namespace NodeJS {
	type ArrayBufferView = Uint8Array | Int8Array | Uint8ClampedArray | Uint16Array | Int16Array | Uint32Array | Int32Array
		| Float32Array | Float64Array | BigInt64Array | BigUint64Array | DataView;
}

declare module "fs/promises" {
	import { Data, Dirent, Mode, Options, Path, Stats, TextOptions, WriteOptions } from "fs";
	function readFile(file: Path, options?: Options): Promise<Buffer>;
	function readFile(file: Path, options: TextOptions): Promise<string>;
	function writeFile(file: Path, data: Data, options?: WriteOptions): Promise<void>;
	function appendFile(file: Path, data: Data, options?: WriteOptions): Promise<void>;
	function stat(path: Path): Promise<Stats>;
	function access(path: Path, mode?: number): Promise<void>;
	function readdir(path: Path, options?: { recursive?: boolean; withFileTypes?: false }): Promise<string[]>;
	function readdir(path: Path, options: { recursive?: boolean; withFileTypes: true }): Promise<Dirent[]>;
	function mkdir(path: Path, options?: { recursive?: boolean; mode?: Mode }): Promise<string | undefined>;
	function mkdtemp(prefix: string): Promise<string>;
	function rm(path: Path, options?: { recursive?: boolean; force?: boolean }): Promise<void>;
	function unlink(path: Path): Promise<void>;
	function rename(from: Path, to: Path): Promise<void>;
	function copyFile(from: Path, to: Path): Promise<void>;
	function open(path: Path, flags?: string | number, mode?: Mode): Promise<any>;
}

declare module "path" {
	interface ParsedPath {
		root: string;
		dir: string;
		base: string;
		ext: string;
		name: string;
	}
	function join(...parts: string[]): string;
	function resolve(...parts: string[]): string;
	function normalize(path: string): string;
	function relative(from: string, to: string): string;
	function dirname(path: string): string;
	function basename(path: string, ending?: string): string;
	function extname(path: string): string;
	function isAbsolute(path: string): boolean;
	function parse(path: string): ParsedPath;
	function format(path: Partial<ParsedPath>): string;
	const sep: string;
	const delimiter: string;
	const posix: typeof import("path");
}

declare module "os" {
	const EOL: string;
	function cpus(): { model: string; speed: number }[];
	function availableParallelism(): number;
	function totalmem(): number;
	function freemem(): number;
	function loadavg(): number[];
	function uptime(): number;
	function platform(): string;
	function arch(): string;
	function type(): string;
	function release(): string;
	function hostname(): string;
	function homedir(): string;
	function tmpdir(): string;
	function endianness(): "BE" | "LE";
	function userInfo(): any;
}

declare module "events" {
	class EventEmitter implements NodeJS.EventEmitter {
		constructor(options?: { captureRejections?: boolean });
		static once(emitter: NodeJS.EventEmitter, event: string | symbol): Promise<any[]>;
		static on(emitter: NodeJS.EventEmitter, event: string | symbol): AsyncIterableIterator<any[]>;
		static defaultMaxListeners: number;
		on(event: string | symbol, listener: NodeJS.Listener): this;
		once(event: string | symbol, listener: NodeJS.Listener): this;
		off(event: string | symbol, listener: NodeJS.Listener): this;
		addListener(event: string | symbol, listener: NodeJS.Listener): this;
		prependListener(event: string | symbol, listener: NodeJS.Listener): this;
		removeListener(event: string | symbol, listener: NodeJS.Listener): this;
		removeAllListeners(event?: string | symbol): this;
		emit(event: string | symbol, ...args: any[]): boolean;
		listenerCount(event: string | symbol): number;
		listeners(event: string | symbol): Function[];
		eventNames(): (string | symbol)[];
		setMaxListeners(count: number): this;
	}
	namespace EventEmitter {
		export { EventEmitter };
	}
	export = EventEmitter;
}

declare module "readline" {
	interface ReadLineOptions {
		input: NodeJS.ReadableStream;
		output?: NodeJS.WritableStream;
		terminal?: boolean;
		prompt?: string;
		crlfDelay?: number;
		historySize?: number;
		completer?: any;
	}
	interface Interface extends NodeJS.EventEmitter, AsyncIterable<string> {
		on(event: "line", listener: (line: string) => void): this;
		on(event: string | symbol, listener: NodeJS.Listener): this;
		once(event: "line", listener: (line: string) => void): this;
		once(event: string | symbol, listener: NodeJS.Listener): this;
		question(query: string, callback: (answer: string) => void): void;
		setPrompt(prompt: string): void;
		prompt(preserveCursor?: boolean): void;
		pause(): this;
		resume(): this;
		close(): void;
		write(data: string): void;
		[Symbol.asyncIterator](): AsyncIterableIterator<string>;
	}
	function createInterface(options: ReadLineOptions): Interface;
	function createInterface(input: NodeJS.ReadableStream, output?: NodeJS.WritableStream): Interface;
	const promises: typeof import("readline/promises");
}

declare module "readline/promises" {
	import { Interface as Base, ReadLineOptions } from "readline";
	interface Interface extends Omit<Base, "question"> {
		question(query: string): Promise<string>;
		[Symbol.asyncIterator](): AsyncIterableIterator<string>;
	}
	function createInterface(options: ReadLineOptions): Interface;
	function createInterface(input: NodeJS.ReadableStream, output?: NodeJS.WritableStream): Interface;
}

declare module "assert" {
	function assert(value: unknown, message?: string | Error): asserts value;
	namespace assert {
		class AssertionError extends Error {
			actual: any;
			expected: any;
			operator: string;
			constructor(options?: any);
		}
		function ok(value: unknown, message?: string | Error): asserts value;
		function fail(message?: string | Error): never;
		function equal(actual: unknown, expected: unknown, message?: string | Error): void;
		function notEqual(actual: unknown, expected: unknown, message?: string | Error): void;
		function deepEqual(actual: unknown, expected: unknown, message?: string | Error): void;
		function notDeepEqual(actual: unknown, expected: unknown, message?: string | Error): void;
		function strictEqual<T>(actual: unknown, expected: T, message?: string | Error): asserts actual is T;
		function notStrictEqual(actual: unknown, expected: unknown, message?: string | Error): void;
		function deepStrictEqual<T>(actual: unknown, expected: T, message?: string | Error): asserts actual is T;
		function notDeepStrictEqual(actual: unknown, expected: unknown, message?: string | Error): void;
		function match(text: string, pattern: RegExp, message?: string | Error): void;
		function doesNotMatch(text: string, pattern: RegExp, message?: string | Error): void;
		function throws(block: () => unknown, ...expected: any[]): void;
		function doesNotThrow(block: () => unknown, ...message: any[]): void;
		function rejects(block: (() => Promise<unknown>) | Promise<unknown>, ...expected: any[]): Promise<void>;
		function doesNotReject(block: (() => Promise<unknown>) | Promise<unknown>, ...message: any[]): Promise<void>;
		const strict: typeof assert;
	}
	export = assert;
}

declare module "util" {
	function inspect(value: any, options?: any, depth?: number | null, color?: boolean): string;
	function format(format?: any, ...args: any[]): string;
	function promisify(callback: Function): (...args: any[]) => Promise<any>;
	function callbackify(callback: Function): Function;
	function isDeepStrictEqual(a: unknown, b: unknown): boolean;
	function deprecate<T extends Function>(callback: T, message: string, code?: string): T;
	function inherits(constructor: any, superConstructor: any): void;
	function parseArgs(config?: any): any;
	function styleText(style: string | string[], text: string): string;
	const types: any;
	type Encoder = TextEncoder;
	type Decoder = TextDecoder;
	const Encoder: typeof TextEncoder;
	const Decoder: typeof TextDecoder;
	export { Encoder as TextEncoder, Decoder as TextDecoder };
	export { callbackify, deprecate, format, inherits, inspect, isDeepStrictEqual, parseArgs, promisify, styleText, types };
}

declare module "crypto" {
	interface Hash {
		update(data: string | NodeJS.ArrayBufferView, encoding?: BufferEncoding): this;
		digest(): Buffer;
		digest(encoding: BufferEncoding): string;
		copy(): Hash;
	}
	function createHash(algorithm: string): Hash;
	function createHmac(algorithm: string, key: string | NodeJS.ArrayBufferView): Hash;
	function randomBytes(size: number): Buffer;
	function randomInt(max: number): number;
	function randomInt(min: number, max: number): number;
	function randomUUID(): string;
	function timingSafeEqual(a: NodeJS.ArrayBufferView, b: NodeJS.ArrayBufferView): boolean;
	function getHashes(): string[];
	function createCipheriv(algorithm: string, key: any, iv: any, options?: any): any;
	function createDecipheriv(algorithm: string, key: any, iv: any, options?: any): any;
	function pbkdf2Sync(password: any, salt: any, rounds: number, length: number, digest: string): Buffer;
	function scryptSync(password: any, salt: any, length: number, options?: any): Buffer;
	function generateKeyPairSync(type: string, options?: any): any;
	function createSign(algorithm: string): any;
	function createVerify(algorithm: string): any;
	const webcrypto: any;
}

declare module "stream" {
	import NodeEvents = require("events");
	class Readable extends NodeEvents implements NodeJS.ReadableStream {
		constructor(options?: any);
		static from(items: Iterable<any> | AsyncIterable<any>, options?: any): Readable;
		readable: boolean;
		push(chunk: any, encoding?: BufferEncoding): boolean;
		setEncoding(encoding: BufferEncoding): this;
		read(size?: number): any;
		pause(): this;
		resume(): this;
		pipe<T extends NodeJS.WritableStream>(to: T, options?: { end?: boolean }): T;
		unpipe(to?: NodeJS.WritableStream): this;
		destroy(error?: Error): this;
		[Symbol.asyncIterator](): AsyncIterableIterator<any>;
	}
	class Writable extends NodeEvents implements NodeJS.WritableStream {
		constructor(options?: any);
		writable: boolean;
		write(chunk: any, ...more: any[]): boolean;
		end(...more: any[]): this;
		destroy(error?: Error): this;
	}
	class Duplex extends Readable implements NodeJS.WritableStream {
		writable: boolean;
		write(chunk: any, ...more: any[]): boolean;
		end(...more: any[]): this;
	}
	class Transform extends Duplex {
		_transform(chunk: any, encoding: BufferEncoding, callback: (error?: Error | null, data?: any) => void): void;
		_flush(callback: (error?: Error | null, data?: any) => void): void;
	}
	class PassThrough extends Transform {}
	function pipeline(...parts: any[]): any;
	function finished(...parts: any[]): any;
}

declare module "perf_hooks" {
	const performance: Performance;
	class PerformanceObserver {
		constructor(callback: (list: any) => void);
		observe(options: any): void;
		disconnect(): void;
	}
}

declare module "timers/promises" {
	function setTimeout<T = void>(ms?: number, value?: T, options?: any): Promise<T>;
	function setImmediate<T = void>(value?: T, options?: any): Promise<T>;
	function setInterval<T = void>(ms?: number, value?: T, options?: any): AsyncIterableIterator<T>;
}

declare module "url" {
	type Url = URL;
	type Params = URLSearchParams;
	const Url: typeof URL;
	const Params: typeof URLSearchParams;
	function fileURLToPath(url: string | URL): string;
	function pathToFileURL(path: string): URL;
	export { Url as URL, Params as URLSearchParams, fileURLToPath, pathToFileURL };
}

declare module "buffer" {
	type Bytes = Buffer;
	const Bytes: typeof Buffer;
	const constants: { MAX_LENGTH: number; MAX_STRING_LENGTH: number };
	export { Bytes as Buffer, constants };
}

declare module "string_decoder" {
	class StringDecoder {
		constructor(encoding?: BufferEncoding);
		write(data: Uint8Array): string;
		end(data?: Uint8Array): string;
	}
}

declare module "worker_threads" {
	import NodeEvents = require("events");
	class Worker extends NodeEvents {
		constructor(file: string | URL, options?: { eval?: boolean; workerData?: any; argv?: any[]; env?: any; resourceLimits?: any });
		readonly threadId: number;
		postMessage(message: any, transfer?: readonly any[]): void;
		terminate(): Promise<number>;
		ref(): void;
		unref(): void;
	}
	class MessagePort extends NodeEvents {
		postMessage(message: any, transfer?: readonly any[]): void;
		close(): void;
		start(): void;
		ref(): void;
		unref(): void;
	}
	class MessageChannel {
		readonly port1: MessagePort;
		readonly port2: MessagePort;
	}
	const isMainThread: boolean;
	const parentPort: MessagePort | null;
	const threadId: number;
	const workerData: any;
}

declare module "process" {
	export = process;
}

declare module "console" {
	export = console;
}

declare module "async_hooks";
declare module "child_process";
declare module "cluster";
declare module "dgram";
declare module "dns";
declare module "http";
declare module "https";
declare module "module";
declare module "net";
declare module "querystring";
declare module "stream/promises";
declare module "test";
declare module "timers";
declare module "tls";
declare module "tty";
declare module "v8";
declare module "vm";
declare module "zlib";

declare module "node:fs" { import m = require("fs"); export = m; }
declare module "node:fs/promises" { import m = require("fs/promises"); export = m; }
declare module "node:path" { import m = require("path"); export = m; }
declare module "node:os" { import m = require("os"); export = m; }
declare module "node:events" { import m = require("events"); export = m; }
declare module "node:readline" { import m = require("readline"); export = m; }
declare module "node:readline/promises" { import m = require("readline/promises"); export = m; }
declare module "node:assert" { import m = require("assert"); export = m; }
declare module "node:util" { import m = require("util"); export = m; }
declare module "node:crypto" { import m = require("crypto"); export = m; }
declare module "node:stream" { import m = require("stream"); export = m; }
declare module "node:perf_hooks" { import m = require("perf_hooks"); export = m; }
declare module "node:timers/promises" { import m = require("timers/promises"); export = m; }
declare module "node:url" { import m = require("url"); export = m; }
declare module "node:buffer" { import m = require("buffer"); export = m; }
declare module "node:string_decoder" { import m = require("string_decoder"); export = m; }
declare module "node:worker_threads" { import m = require("worker_threads"); export = m; }
declare module "node:process" { import m = require("process"); export = m; }
declare module "node:*";
