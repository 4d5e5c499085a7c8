"""Compile the files that are named and run nothing. Prints one JSON object per finding:

{"file", "line", "column", "endLine", "endColumn", "severity": "error" | "warning" | "module", "code", "message"}

Positions count from 1, columns in code points, and the end is the place behind the last character. A finding of
severity "module" names a module that the program imports. Exit status 1 when there is an error.
"""

import ast
import builtins
import json
import os
import sys
import warnings

MOST = 300  # findings of one kind in one file; what is behind them helps nobody


def say(name, severity, message, code, line, column, end=None):
    finding = {"file": name, "line": line, "column": column, "severity": severity, "code": code, "message": message}
    if end:
        finding["endLine"], finding["endColumn"] = end
    print(json.dumps(finding))


class Source:
    def __init__(self, name):
        self.name = name
        with open(name, "rb") as file:
            self.bytes = file.read()
        self.lines = self.bytes.split(b"\n")

    def line(self, number):
        return self.lines[number - 1] if 0 < number <= len(self.lines) else b""

    def column(self, line, offset):
        """From an offset in bytes, as the tree has it."""
        return len(self.line(line)[:offset].decode("utf-8", "replace")) + 1

    def say(self, severity, message, code, node):
        end = (node.end_lineno, self.column(node.end_lineno, node.end_col_offset))
        say(self.name, severity, message, code, node.lineno, self.column(node.lineno, node.col_offset), end)


def with_places_in_code_points(source, problem):
    """The same error from decoded text: from bytes, offsets in lines with other than ASCII are those of bytes."""
    try:
        compile(source.bytes.decode(), source.name, "exec", dont_inherit=True)
    except SyntaxError as again:
        if again.lineno == problem.lineno and again.msg == problem.msg:
            return again
    except (ValueError, OverflowError, RecursionError, MemoryError):
        pass
    return problem


def report_problem(source, problem, kind):
    line = getattr(problem, "lineno", None) or 1
    column = max(getattr(problem, "offset", None) or 1, 1)
    end = (getattr(problem, "end_lineno", None) or 0, getattr(problem, "end_offset", None) or 0)
    message = getattr(problem, "msg", None) or str(problem) or kind
    say(source.name, "error", message, kind, line, column, end if end > (line, column) else None)


def report_warning(source, warning):
    text = source.line(warning.lineno)
    indent = len(text) - len(text.lstrip())
    say(source.name, "warning", str(warning.message), warning.category.__name__, warning.lineno, indent + 1)


# ---- modules ----


def own_modules():
    """What the program brings itself: a file of the name of a module hides it."""
    return {os.path.splitext(name)[0] for name in os.listdir(".") if name.endswith(".py") or os.path.isdir(name)}


def literal(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def imported_by_call(node):
    """__import__("x") and importlib.import_module("x"): a name that is written down is as good as a statement."""
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
    if called in ("__import__", "import_module") and node.args and literal(node.args[0]):
        yield literal(node.args[0]), node


def imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, alias
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module, node
            for alias in node.names:
                yield f"{node.module}.{alias.name}", alias
        elif isinstance(node, ast.Call):
            yield from imported_by_call(node)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}", node


def report_modules(source, tree, own):
    seen = set()
    for name, node in imports(tree):
        if name not in seen and name.split(".")[0] not in own and len(seen) < MOST:
            seen.add(name)
            source.say("module", name, None, node)


# ---- names that nobody uses ----


class Scope(ast.NodeVisitor):
    """The names that one function, or the module, binds and reads; what it contains reads for it, too."""

    def __init__(self):
        self.read = set()
        self.exported = set()

    def visit_Name(self, node):
        if not isinstance(node.ctx, ast.Store):
            self.read.add(node.id)

    def visit_Global(self, node):
        self.exported.update(node.names)

    visit_Nonlocal = visit_Global

    def visit_Constant(self, node):
        # Annotations and __all__ name things in strings.
        if isinstance(node.value, str) and node.value.replace(".", "").isidentifier():
            self.read.add(node.value.split(".")[0])


def scope_of(node):
    scope = Scope()
    scope.visit(node)
    return scope


def report_unused_imports(source, tree):
    read = scope_of(tree).read
    for node in tree.body:
        if not isinstance(node, (ast.Import, ast.ImportFrom)) or getattr(node, "module", None) == "__future__":
            continue
        for alias in node.names:
            bound = (alias.asname or alias.name).split(".")[0]
            if alias.name != "*" and bound not in read and alias.asname != alias.name:
                source.say("warning", f"'{alias.name}' is imported but not used", "unused-import", alias)


def assigned(function):
    """The simple assignments of a function's own body."""
    nodes = list(function.body)
    while nodes:
        node = nodes.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            continue
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            yield node.targets[0]
        nodes.extend(ast.iter_child_nodes(node))


def report_unused_variables(source, function):
    scope = scope_of(function)
    if scope.read & {"locals", "eval", "exec", "vars", "dir"}:
        return
    seen = set()
    for target in sorted(assigned(function), key=lambda node: node.lineno):
        name = target.id
        if name in seen or name in scope.read or name in scope.exported or name.startswith("_"):
            continue
        seen.add(name)
        source.say("warning", f"'{name}' is assigned but never used", "unused-variable", target)


def report_shadowed(source, function):
    arguments = function.args
    for argument in arguments.posonlyargs + arguments.args + arguments.kwonlyargs:
        if argument.arg in SHADOWED:
            source.say("warning", f"'{argument.arg}' hides the builtin of that name", "shadowed-builtin", argument)


# Those that a program calls a few lines later, and then wonders; `input`, `id` and `type` are common names.
SHADOWED = {"list", "dict", "str", "int", "float", "len", "print", "range", "set", "tuple", "open", "sorted"} & set(
    dir(builtins)
)


def report_habits(source, tree):
    report_unused_imports(source, tree)
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            report_unused_variables(source, node)
            report_shadowed(source, node)


# ---- the whole ----


def check(name, own):
    """True when the file compiles."""
    source = Source(name)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            compile(source.bytes, name, "exec", dont_inherit=True)
    except SyntaxError as problem:
        report_problem(source, with_places_in_code_points(source, problem), type(problem).__name__)
        return False
    except (ValueError, OverflowError, RecursionError, MemoryError) as problem:
        report_problem(source, problem, type(problem).__name__)
        return False
    for warning in caught[:MOST]:
        report_warning(source, warning)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source.bytes, name)
        report_modules(source, tree, own)
        report_habits(source, tree)
    except (ValueError, RecursionError, MemoryError):
        pass  # it compiles; that is what was asked
    return True


own = own_modules()
sys.exit(0 if all([check(name, own) for name in sys.argv[1:]]) else 1)
