function f(x) {
  return x +;
}

console.log(f(1));
