// request: {"name": "main.mjs"}
await 0;
null.property;
