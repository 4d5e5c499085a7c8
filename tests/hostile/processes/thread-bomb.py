# tries: start threads without end
# allowed: runtime_error timeout
# because: a refused thread is an error that it catches, so it asks until its time is over; where guests have our uid the sampler ends it
# seconds: 30
import threading, time
def idle():
    time.sleep(1000)
while True:
    try:
        threading.Thread(target=idle).start()
    except RuntimeError:
        pass
