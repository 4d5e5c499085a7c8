# request: {"limits": {"processes": 4}}
# Where only the sampler counts, it ends the run before the threads do, and nothing is printed.
import threading, time
started = []
try:
    for _ in range(10):
        thread = threading.Thread(target=time.sleep, args=[1])
        thread.start()
        started.append(thread)
except RuntimeError as error:
    print(error)
print(len(started) < 10)
