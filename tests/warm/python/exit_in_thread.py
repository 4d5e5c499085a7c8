import threading, sys, time
def work():
    sys.exit(3)
thread = threading.Thread(target=work)
thread.start()
thread.join()
print("goes on")
