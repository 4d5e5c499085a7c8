# tries: fill the disk with files that have no name any more
# allowed: success runtime_error
# limit: disk
# request: {"limits": {"diskMB": 32}}
from attack import *
block, kept = b"x" * (1 << 20), []
for number in range(50):
    file = os.open("f", os.O_CREAT | os.O_RDWR)
    os.unlink("f")
    kept.append(file)
    for _ in range(16):
        os.write(file, block)
worked("wrote 800 MB")
