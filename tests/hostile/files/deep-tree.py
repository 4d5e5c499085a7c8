# tries: leave a tree so deep that clearing it up runs out of path, descriptors or stack
# allowed: success runtime_error timeout
# seconds: 30
import os
for _ in range(20000):
    os.mkdir("d" * 100)
    os.chdir("d" * 100)
