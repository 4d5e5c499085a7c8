// request: {"name": "main.mjs"}
// Nothing is left to do, and the module has not ended.
console.log('begins');
await new Promise(() => {});
