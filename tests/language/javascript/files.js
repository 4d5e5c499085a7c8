const fs = require("fs");
const { twice } = require("./helper");

console.log(twice(Number(fs.readFileSync("data/number.txt", "utf8"))));
