# request: {"limits": {"processes": 4}}
# Where only the sampler counts, it ends the run before anything is printed.
import threading, time
started = []
refused = None
try:
    for _ in range(10):
        thread = threading.Thread(target=time.sleep, args=[3])
        thread.start()
        started.append(thread)
except RuntimeError as error:
    refused = error
if refused is None:
    time.sleep(2)
print(refused, len(started) < 10)
