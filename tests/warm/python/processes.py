# request: {"limits": {"processes": 4}}
import threading, time
started = []
try:
    for _ in range(10):
        thread = threading.Thread(target=time.sleep, args=[0.2])
        thread.start()
        started.append(thread)
except RuntimeError as error:
    print(error)
print(len(started) < 10)
