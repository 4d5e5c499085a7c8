# tries: use the files of its slot as memory
# allowed: success runtime_error memory_limit
# limit: disk
from attack import *
block = b"x" * (1 << 20)
for number in range(400):
    with open(os.environ["TMPDIR"] + "/f%d" % number, "wb") as file:
        file.write(block)
worked("400 MB")
