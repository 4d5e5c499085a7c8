interface Named {
  name: string;
}

function first(list: Named[]): string {
  return list[0].name;
}

console.log("before");
console.log(first([]));
