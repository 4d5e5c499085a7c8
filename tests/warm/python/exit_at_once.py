import os, atexit
atexit.register(print, "never")
print("lost with the buffer")
os._exit(5)
