# request: {"timeout": 0.5}
import time
print("begun", flush=True)
time.sleep(30)
