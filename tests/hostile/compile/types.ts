// tries: make the compiler unfold types without end
// allowed: compile_error
// seconds: 60
type Deep<T, N extends any[] = []> = N['length'] extends 100000 ? T : Deep<[T, T], [...N, 0]>;
const x: Deep<1> = 2;
export { x };
