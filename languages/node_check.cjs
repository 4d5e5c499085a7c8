'use strict';
/*
 * Parse the files that are named, as scripts or as modules as node would, and run nothing. Prints one JSON object per
 * finding: {file, line, column, endLine, endColumn, severity: "error" | "warning" | "module", code, message}; columns
 * count UTF-16 units from 1. A finding of severity "module" names a module that the program imports. Exit status 1
 * when there is an error.
 *
 * node --expose-internals --experimental-vm-modules node_check.cjs FILE...
 */
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const MOST = 100; // findings of one kind in one file; what is behind them helps nobody
const lines = [];

function say(file, severity, message, code, place) {
  lines.push(JSON.stringify({ file, severity, message, code, ...place }));
}

/* What node itself brings and keeps for its own use; null where a release has it elsewhere. */
function internal(name) {
  try {
    return require(name);
  } catch {
    return null;
  }
}

// ---- syntax: the engine's own parser ----

/* The words of the engine where only a module could be meant; node then tries again, from 20.19 and 22.7 on. */
const ONLY_A_MODULE = [
  'Cannot use import statement outside a module',
  "Unexpected token 'export'",
  "Cannot use 'import.meta' outside a module",
  'await is only valid in async functions and the top level bodies of modules',
];

function detectsModules() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 7) || (major === 20 && minor >= 19);
}

function packageType(file) {
  for (let dir = path.dirname(path.resolve(file)); ; dir = path.dirname(dir)) {
    try {
      return JSON.parse(fs.readFileSync(path.join(dir, 'package.json'), 'utf8')).type;
    } catch {
      if (dir === path.dirname(dir)) return undefined;
    }
  }
}

function parseScript(file, text) {
  try {
    vm.compileFunction(text, ['exports', 'require', 'module', '__filename', '__dirname'], { filename: file });
    return null;
  } catch (error) {
    return error;
  }
}

function parseModule(file, text) {
  try {
    new vm.SourceTextModule(text, { identifier: file });
    return null;
  } catch (error) {
    return error;
  }
}

function parse(file, text) {
  const ending = path.extname(file);
  const type = ending === '.js' ? packageType(file) : undefined;
  if (ending === '.mjs' || type === 'module') return { module: true, error: parseModule(file, text) };
  const error = parseScript(file, text);
  const maybe = error && ending === '.js' && type === undefined && detectsModules();
  if (maybe && (ONLY_A_MODULE.includes(error.message) || /\bawait\b/.test(text))) {
    const again = parseModule(file, text);
    if (!again || ONLY_A_MODULE.includes(error.message)) return { module: true, error: again };
  }
  return { module: false, error };
}

/* The engine shows where: "FILE:LINE", the line, and carets below it; of a module node keeps that to itself. */
function placeOf(file, error) {
  internal('internal/util')?.decorateErrorStack?.(error);
  const stack = String(error.stack).split('\n');
  const at = stack.findIndex((line) => line.startsWith(`${file}:`) && /^\d+$/.test(line.slice(file.length + 1)));
  if (at < 0) return {};
  const line = Number(stack[at].slice(file.length + 1));
  const carets = /^([ \t]*)(\^+)\s*$/.exec(stack[at + 2] ?? '');
  if (!carets) return { line };
  const column = carets[1].length + 1;
  return { line, column, endLine: line, endColumn: column + carets[2].length };
}

// ---- what the tree tells ----

function* nodesOf(tree) {
  const stack = [tree];
  while (stack.length) {
    const node = stack.pop();
    yield node;
    for (const key of Object.keys(node)) {
      const value = node[key];
      if (Array.isArray(value)) stack.push(...value.filter((item) => item && typeof item.type === 'string'));
      else if (value && typeof value.type === 'string') stack.push(value);
    }
  }
}

function placeOfNode(node) {
  const { start, end } = node.loc;
  return { line: start.line, column: start.column + 1, endLine: end.line, endColumn: end.column + 1 };
}

function isCallOf(node, name) {
  return node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === name;
}

/* The literal that names a module in this node. */
function moduleIn(node) {
  if (['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression'].includes(node.type))
    return node.source?.type === 'Literal' ? node.source : null;
  if (isCallOf(node, 'require') && node.arguments[0]?.type === 'Literal') return node.arguments[0];
  return null;
}

/* Names of the platform's own that stand for a module: globals, and members of `process`. */
function globalIn(node, declared) {
  if (node.type === 'NewExpression' || node.type === 'CallExpression') {
    const { callee } = node;
    if (callee.type === 'Identifier' && !declared.has(callee.name)) return callee.name;
    if (callee.type === 'MemberExpression' && callee.object.name === 'process' && callee.property.name)
      return `process.${callee.property.name}`;
  }
  return null;
}

function* bindingsOf(pattern) {
  if (!pattern) return;
  if (pattern.type === 'Identifier') yield pattern;
  else if (pattern.type === 'ObjectPattern') for (const item of pattern.properties) yield* bindingsOf(item.value ?? item.argument);
  else if (pattern.type === 'ArrayPattern') for (const item of pattern.elements) yield* bindingsOf(item);
  else if (pattern.type === 'AssignmentPattern') yield* bindingsOf(pattern.left);
  else if (pattern.type === 'RestElement') yield* bindingsOf(pattern.argument);
}

function* declarationsOf(node) {
  if (node.type === 'VariableDeclarator') yield* bindingsOf(node.id);
  else if (node.type.startsWith('Import') && node.local) yield node.local;
  else if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') {
    if (node.id) yield node.id;
  }
}

function reportModules(file, nodes, declared) {
  const seen = new Set();
  for (const node of nodes) {
    const literal = moduleIn(node);
    const name = literal ? String(literal.value).replace(/^node:/, '') : globalIn(node, declared);
    if (!name || seen.has(name) || seen.size >= MOST * 10) continue;
    seen.add(name);
    say(file, 'module', name, null, placeOfNode(literal ?? node));
  }
}

/* A name that stands nowhere but where it is declared. The names of what a script leaves to others are no such thing. */
function reportUnused(file, nodes, declarations) {
  const counts = new Map();
  const keys = new Set();
  for (const node of nodes) {
    if ((node.type === 'Property' || node.type.endsWith('Definition')) && !node.computed) keys.add(node.key);
    if (node.type === 'MemberExpression' && !node.computed) keys.add(node.property);
    if (node.type === 'ImportSpecifier' && node.imported !== node.local) keys.add(node.imported);
  }
  for (const node of nodes)
    if (node.type === 'Identifier' && !keys.has(node)) counts.set(node.name, (counts.get(node.name) ?? 0) + 1);
  if (counts.has('eval')) return;
  let said = 0;
  for (const name of declarations)
    if (counts.get(name.name) === 1 && !name.name.startsWith('_') && said++ < MOST)
      say(file, 'warning', `'${name.name}' is declared but never used`, 'unused', placeOfNode(name));
}

function exportedIn(nodes) {
  const exported = new Set();
  for (const node of nodes)
    if ((node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration') && node.declaration)
      for (const inner of [node.declaration, ...(node.declaration.declarations ?? [])])
        for (const name of declarationsOf(inner)) exported.add(name);
  return exported;
}

function look(file, text, module) {
  const parser = internal('internal/deps/acorn/acorn/dist/acorn');
  if (!parser) return;
  const tree = parser.parse(text, {
    ecmaVersion: 'latest',
    sourceType: module ? 'module' : 'script',
    locations: true,
    allowHashBang: true,
    allowReturnOutsideFunction: !module,
  });
  const nodes = [...nodesOf(tree)].sort((a, b) => a.start - b.start);
  const declarations = nodes.flatMap((node) => [...declarationsOf(node)]);
  const exported = exportedIn(nodes);
  reportModules(file, nodes, new Set(declarations.map((name) => name.name)));
  reportUnused(file, nodes, declarations.filter((name) => !exported.has(name)));
}

function check(file) {
  const text = fs.readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  const { module, error } = parse(file, text);
  if (error) {
    say(file, 'error', error.message, error.name, placeOf(file, error));
    return false;
  }
  try {
    look(file, text, module);
  } catch {
    // It is valid; what a second parser has not learned yet, or finds too deep, is not the program's fault.
  }
  return true;
}

const valid = process.argv.slice(2).map(check).every(Boolean);
fs.writeSync(1, lines.map((line) => `${line}\n`).join(''));
process.exitCode = valid ? 0 : 1;
