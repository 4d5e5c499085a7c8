# tries: fork without end
# allowed: runtime_error timeout memory_limit
# seconds: 30
# fast
import os
while True:
    try:
        os.fork()
    except OSError:
        pass
