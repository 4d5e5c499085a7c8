import os, signal
out, into = os.pipe()
os.close(out)
try:
    os.write(into, b"x")
except BrokenPipeError as error:
    print(error)
signal.alarm(0)
