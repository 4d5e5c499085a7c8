const greeting: string = "Hello from typescript";
console.log(greeting);
