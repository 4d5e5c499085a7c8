function total(n: number): number {
  return n === 0 ? 0 : n + total(n - 1);
}

function forever(n: number): number {
  return forever(n + 1) + 1;
}

console.log(total(10000));
console.log(forever(0));
