"""What codex-python loads before there is a program, and how a program gets it without seeing that it was there.

A program must find sys.modules as a fresh interpreter has it: a module that it forgot to import must be missing, and
a file beside it must come before one of the library. So everything is loaded here, put aside, and taken out of
sys.modules again; an import brings back the module together with all that importing it would have brought.
"""

import sys

cold = dict(sys.modules)  # what a fresh interpreter has

import _frozen_importlib
import _imp
import atexit
import gc
import os
import posix
import time

WANTED = """
typing abc argparse array ast asyncio base64 bisect calendar cmath collections collections.abc concurrent.futures
concurrent.futures.thread contextlib contextvars copy csv dataclasses datetime decimal difflib enum errno fnmatch
fractions functools gc glob gzip hashlib heapq hmac html importlib.util inspect io ipaddress itertools json keyword
linecache locale logging math numbers operator os pathlib pickle platform pprint queue random re reprlib sched secrets
select shutil signal statistics string struct subprocess tempfile textwrap threading timeit token tokenize traceback
types unicodedata unittest urllib.parse uuid warnings weakref xml.etree.ElementTree zlib zoneinfo graphlib
""".split()

# State that belongs to the moment of the import.
REFRESH = {
    "threading": lambda module: module.main_thread()._set_native_id(),
    "logging": lambda module: setattr(module, "_startTime", time.time()),
}

aside = {}  # name: Entry
at_fork = {}  # name: what a module has asked os.register_at_fork for
at_exit = {}  # name: what it has asked atexit.register for


def register_later(**calls):
    """A program is a fork of ours, but a module that it has not imported need not be told of that, nor of others."""
    at_fork.setdefault(sys._getframe(1).f_globals["__name__"], []).append(calls)


def call_later(function, *args, **kwargs):
    """Nor of the program's end."""
    at_exit.setdefault(sys._getframe(1).f_globals["__name__"], []).append((function, args, kwargs))
    return function


class Entry:
    """A module that was loaded, and what importing it brings."""

    __slots__ = ("module", "spec", "brings", "tops", "bound")

    def __init__(self, module):
        self.module = module
        self.spec = getattr(module, "__spec__", None)  # typing.io is a class
        self.brings = ()  # names, in the order in which they were complete
        self.tops = frozenset()  # what a file beside the program could stand for instead
        self.bound = None  # (parent, name), where the import sets it there


listings = {}  # directory: when it was changed, and the names in it


def names_in(directory):
    """Names that imports could find there; None: that is not for us to tell, as in a zip file."""
    try:
        changed = posix.stat(directory or ".").st_mtime_ns
        if listings.get(directory, (None,))[0] != changed:
            listings[directory] = changed, {name.partition(".")[0] for name in posix.listdir(directory or ".")}
        return listings[directory][1]
    except FileNotFoundError:
        return ()
    except (OSError, TypeError, ValueError):
        return None


def is_shadowed(entry):
    """Whether what a fresh interpreter would find is, or may be, something else."""
    for directory in sys.path:
        if directory == LIBRARY:
            return False
        names = names_in(directory)
        if names is None or not entry.tops.isdisjoint(names):
            return True
    return True


class Aside:
    """Both finder and loader of what lies aside; once only, as a second import of a module loads it anew."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        entry = aside.get(name)
        if entry is None or entry.spec is None or target is not None or entry.tops and is_shadowed(entry):
            return None
        spec = _frozen_importlib.ModuleSpec(name, Aside, origin=entry.spec.origin)
        spec.submodule_search_locations = entry.spec.submodule_search_locations
        spec.cached = entry.spec.cached
        return spec

    @staticmethod
    def invalidate_caches():
        listings.clear()

    @staticmethod
    def create_module(spec):
        return aside[spec.name].module

    @staticmethod
    def exec_module(module):
        name = module.__spec__.name
        entry = aside.pop(name)
        module.__spec__ = entry.spec
        refresh(name, module)
        for other in entry.brings:
            bring(other)


def refresh(name, module):
    if os.register_at_fork is not register_later:
        for calls in at_fork.pop(name, ()):
            os.register_at_fork(**calls)
            calls.get("after_in_child", bool)()
        for function, args, kwargs in at_exit.pop(name, ()):
            atexit.register(function, *args, **kwargs)
    if name in REFRESH:
        REFRESH[name](module)


def bring(name):
    entry = aside.pop(name, None)
    if entry is None or name in sys.modules:
        return
    sys.modules[name] = entry.module
    refresh(name, entry.module)
    if entry.bound:
        setattr(*entry.bound, entry.module)


def complete_order():
    """Names of all modules that come with WANTED, each behind those that it needs: found in a process of its own."""
    out, into = posix.pipe()
    parent = posix.getpid()
    child = posix.fork()
    if child == 0:
        die_with(parent)
        for name in WANTED:
            __import__(name)
        with open(into, "w") as file:
            file.write("\n".join(name for name in sys.modules if name not in cold))
        posix._exit(0)
    posix.close(into)
    with open(out) as file:
        names = file.read().split()
    if posix.waitpid(child, 0)[1] != 0:
        raise ImportError("the modules to preload cannot be loaded")
    return names


def put_aside():
    """Take all that is new out of sys.modules, and out of the packages that it was bound in."""
    new = [name for name in sys.modules if name not in cold]
    for name in new:
        module = sys.modules.pop(name)
        if name not in aside:
            aside[name] = Entry(module)
        if aside[name].spec:
            module.__spec__ = aside[name].spec
        parent, _, child = name.rpartition(".")
        holder = aside[parent].module if parent in aside else cold.get(parent)
        if holder is not None and holder.__dict__.get(child) is module:
            delattr(holder, child)
            aside[name].bound = holder, child
    return new


def load_one(name):
    """From a fresh sys.modules, so that what it brings is seen. Nothing is used up meanwhile."""
    kept = dict(aside)
    __import__(name)
    brought = put_aside()
    for other in aside:
        if other not in kept and other != name:
            inside[other] = name
    aside.update(kept)
    entry = aside[name]
    entry.brings = tuple(other for other in brought if other != name)
    if not entry.brings and name in inside:  # two that need each other
        entry.brings = tuple(other for other in (*aside[inside[name]].brings, inside[name]) if other != name)
    loaded.add(name)


def load(names):
    """What a package is made of is complete before it, but comes with it."""
    parts = []
    for name in names:
        parent = name.rpartition(".")[0]
        if parent and parent not in cold and parent not in loaded:
            parts.append(name)
        else:
            load_one(name)
    for name in parts:
        load_one(name)
    for name, entry in aside.items():
        if not is_inside(entry):
            entry.tops = frozenset(other.partition(".")[0] for other in (name, *entry.brings)
                                   if not is_inside(aside[other]))


def is_inside(entry):
    """In the interpreter itself, where no file comes before it."""
    return entry.spec is None or entry.spec.origin in ("built-in", "frozen")


loaded, inside = set(), {}  # inside: what was loaded while another one was
LIBRARY = os.path.dirname(os.__file__)
for name in [name for name in sys.modules if name not in cold]:
    del sys.modules[name]
order = complete_order()
sys.meta_path.insert(0, Aside)
register_at_fork, os.register_at_fork = os.register_at_fork, register_later
register, atexit.register = atexit.register, call_later
aside["atexit"] = Entry(atexit)  # so that all get this one
load(order)
os.register_at_fork = register_at_fork
atexit.register = register
known = frozenset((*cold, *aside)) - {"__main__"}
gc.collect()
gc.freeze()
