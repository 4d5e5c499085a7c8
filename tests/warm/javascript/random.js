// differs
console.log(Math.random(), require('crypto').randomUUID());
