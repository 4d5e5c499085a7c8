import atexit
atexit.register(print, "at exit")
raise KeyboardInterrupt("nobody presses a key")
