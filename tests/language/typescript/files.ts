import fs from "fs";
import { twice } from "./helper";

console.log(twice(Number(fs.readFileSync("data/number.txt", "utf8"))));
