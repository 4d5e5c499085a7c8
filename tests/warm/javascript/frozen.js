// A program that locks what others might want to change.
Object.freeze(Error);
Object.freeze(process);
console.log('frozen', Object.isFrozen(process));
