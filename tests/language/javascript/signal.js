const fs = require("fs");

fs.writeSync(1, "before\n");
process.abort();
