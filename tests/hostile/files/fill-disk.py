# tries: fill the disk with many files
# allowed: success runtime_error
# limit: disk
# request: {"limits": {"diskMB": 32}}
from attack import *
import itertools
block = b"x" * (1 << 20)
for number in itertools.count():
    with open("f%d" % number, "wb") as file:
        for _ in range(8):
            file.write(block)
    if number > 60:
        worked("wrote 500 MB")
        break
