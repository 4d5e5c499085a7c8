// request: {"cases": ["nothing", "throw", "throw-late", "reject", "exit"]}
// Errors point to the source, as it was written.
interface Wrong {
  readonly number: number;
}

enum Way {
  Nothing = 'nothing',
}

function thrower(wrong: Wrong): never {
  throw new TypeError(`bad ${wrong.number}`);
}

const ends: Record<string, () => unknown> = {
  [Way.Nothing]: () => console.log(process.argv, process.execArgv, require.main === module),
  throw: () => thrower({ number: 3 }),
  'throw-late': () => setTimeout(() => thrower({ number: 4 }), 1),
  reject: async () => {
    await null;
    thrower({ number: 5 });
  },
  exit: () => process.exit(6),
};
process.on('exit', (code) => console.log('exit', code));
ends[process.argv[2] as string]!();
