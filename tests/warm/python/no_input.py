import sys
print(repr(sys.stdin.read()), sys.stdin.seekable(), sys.stdout.seekable())
for line in sys.stdin:
    print("never")
