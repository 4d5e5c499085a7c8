process.emitWarning("this is old", "DeprecationWarning");
console.log("done");
