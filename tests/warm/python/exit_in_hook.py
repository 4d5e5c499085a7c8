import sys, atexit
atexit.register(print, "at exit")
def hook(*what):
    print("hook", what[1])
    sys.exit(9)
sys.excepthook = hook
raise ValueError("x")
