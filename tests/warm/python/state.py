# What the interpreter says of itself, but for the finder that brings what was loaded before (docs: warm).
import sys
print(sys.argv, sys.orig_argv, sys.executable, sys.prefix, sys.exec_prefix, sys.base_prefix)
print(sys.flags, sys.warnoptions, sys._xoptions, sys.dont_write_bytecode, sys.getrecursionlimit(), sys.getswitchinterval())
print(sys.path, sys.version, sys.implementation.cache_tag, sys.abiflags, sys.platlibdir, sys.hash_info)
print([getattr(finder, "__name__", type(finder).__name__) for finder in sys.meta_path if getattr(finder, "__name__", "") != "Aside"])
print(sorted(sys.modules))
for stream in sys.stdin, sys.stdout, sys.stderr:
    print(stream.name, stream.encoding, stream.errors, stream.line_buffering, stream.write_through, stream.isatty(),
          stream.newlines, stream.mode, stream.buffer.raw.closefd, stream is getattr(sys, "__" + stream.name.strip("<>") + "__"))
print(sys.getfilesystemencoding(), sys.getdefaultencoding(), sys.getfilesystemencodeerrors(), sys.is_finalizing())
print(sys.gettrace(), sys.getprofile(), sys.excepthook, sys.displayhook, sys.unraisablehook, sys.breakpointhook)
print(hasattr(sys, "last_type"), hasattr(sys, "ps1"), sys.getallocatedblocks() > 0, sys.intern("x") is "x"[:])
