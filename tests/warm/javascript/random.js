// request: {"differs": true}
console.log(Math.random(), require('crypto').randomUUID());
