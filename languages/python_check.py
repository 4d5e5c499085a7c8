"""Compile the files that are named, run nothing, and print what is wrong with them:

FILE:LINE:COLUMN:[END_LINE:END_COLUMN:] error|warning: MESSAGE [CLASS]

Positions count from 1, columns in code points. Exit status 1 when there is an error.
"""

import sys
import warnings


def report(severity, name, problem, kind):
    line = getattr(problem, "lineno", None) or 1
    column = max(getattr(problem, "offset", None) or 1, 1)
    end_line = getattr(problem, "end_lineno", None) or 0
    end_column = getattr(problem, "end_offset", None) or 0
    end = f"{end_line}:{end_column}:" if (end_line, end_column) > (line, column) else ""
    message = getattr(problem, "msg", None) or str(problem) or kind
    message = " ".join(message.split())
    print(f"{name}:{line}:{column}:{end} {severity}: {message} [{kind}]")


def check(name):
    """True when the file compiles."""
    with open(name, "rb") as file:
        source = file.read()
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            compile(source, name, "exec", dont_inherit=True)
    except SyntaxError as problem:
        report("error", name, problem, type(problem).__name__)
        return False
    except (ValueError, OverflowError, RecursionError, MemoryError) as problem:
        report("error", name, problem, type(problem).__name__)
        return False
    for warning in caught:
        warning.message.lineno = warning.lineno
        report("warning", name, warning.message, warning.category.__name__)
    return True


sys.exit(0 if all([check(name) for name in sys.argv[1:]]) else 1)
