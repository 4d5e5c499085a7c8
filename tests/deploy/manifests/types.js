// types.js FILE…: the objects of Kubernetes in files of JSON (a list each), against the schemas of the API and, as
// those let unknown fields pass, against its types, which do not. Prints what is wrong; exit status 1 when something is.
"use strict";
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { execFileSync } = require("node:child_process");

const groups = {
  v1: "v1",
  "apps/v1": "apps/v1",
  "autoscaling/v2": "autoscaling/v2",
  "networking.k8s.io/v1": "networking.k8s.io/v1",
  "policy/v1": "policy/v1",
};
let wrong = 0;
const complain = (where, what) => {
  console.log(`${where}: ${what}`);
  wrong++;
};

const lines = [];
for (const file of process.argv.slice(2)) {
  for (const [n, object] of JSON.parse(fs.readFileSync(file, "utf8")).entries()) {
    const where = `${path.basename(file)}: ${object.kind} ${object.metadata?.name}`;
    const group = groups[object.apiVersion];
    if (!group) {
      complain(where, `apiVersion ${object.apiVersion} is not among those that are checked`);
      continue;
    }
    const module = `kubernetes-models/${group}/${object.kind}`;
    try {
      const model = require(module)[object.kind];
      new model(object).validate();
    } catch (error) {
      complain(where, error.message);
    }
    const name = `${path.basename(file).replace(/\W/g, "_")}_${n}`;
    lines.push(`import { I${object.kind} as T${name} } from "${module}";`);
    lines.push(`export const o${name}: T${name} = ${JSON.stringify(object)};`);
  }
}

// Beside the packages, where their types are found.
const directory = fs.mkdtempSync(path.join(__dirname, "node_modules", ".check-"));
process.on("exit", () => fs.rmSync(directory, { recursive: true }));
const source = path.join(directory, "objects.ts");
fs.writeFileSync(source, lines.join("\n"));
try {
  const tsc = path.join(__dirname, "node_modules", "typescript", "bin", "tsc");
  const flags = "--noEmit --strict --skipLibCheck --module nodenext --moduleResolution nodenext --target es2022".split(" ");
  execFileSync(process.execPath, [tsc, ...flags, source], { stdio: ["ignore", "pipe", "inherit"] });
} catch (error) {
  complain("types", String(error.stdout));
}
process.exit(wrong ? 1 : 0);
