import atexit, sys
@atexit.register
def first():
    print("registered first, is_finalizing", sys.is_finalizing())
@atexit.register
def broken():
    raise ValueError("in a callback")
@atexit.register
def nested():
    atexit.register(print, "registered at exit")
atexit.register(print, "last", file=sys.stderr)
print("end of program")
