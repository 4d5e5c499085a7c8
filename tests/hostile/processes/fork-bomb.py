# tries: fork without end
# allowed: runtime_error timeout memory_limit
# because: 64 interpreters take more than 128 MB; where guests have our uid the sampler ends it at its limit of processes; else it asks until its time is over
# seconds: 30
# fast
import os
while True:
    try:
        os.fork()
    except OSError:
        pass
