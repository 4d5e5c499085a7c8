import * as fs from "fs";

fs.writeSync(1, "before\n");
process.abort();
