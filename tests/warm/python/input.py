# request: {"inputData": "one\ntwo\nü\u20ac\nrest without end"}
import sys
print(repr(input()), repr(sys.stdin.readline()), sys.stdin.buffer.read())
print(repr(sys.stdin.read()), sys.stdin.isatty())
try:
    input("prompt")
except EOFError as error:
    print(repr(error))
