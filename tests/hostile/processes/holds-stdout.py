# tries: keep the streams open in a child, so that the run never seems to end
# allowed: success
# seconds: 8
import os, time
if os.fork() == 0:
    time.sleep(600)
print("the first process ends")
