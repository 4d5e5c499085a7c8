# tries: start threads without end
# allowed: success runtime_error timeout memory_limit
# seconds: 30
import threading, time
def idle():
    time.sleep(1000)
while True:
    try:
        threading.Thread(target=idle).start()
    except RuntimeError:
        pass
