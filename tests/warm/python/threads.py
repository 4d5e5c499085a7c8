import threading, time
print(threading.main_thread().name, threading.current_thread().ident == threading.main_thread().ident, threading.active_count())
print(threading.get_native_id() == threading.main_thread().native_id, threading.main_thread().is_alive(), threading.stack_size())
def later():
    time.sleep(0.2)
    print("after the end of the program", threading.main_thread().is_alive())
def for_ever():
    time.sleep(30)
    print("never")
def fails():
    raise ValueError("in a thread")
threading.Thread(target=for_ever, daemon=True).start()
failing = threading.Thread(target=fails, name="failing")
failing.start()
failing.join()
threading.Thread(target=later).start()
local = threading.local()
local.x = 1
threading.Timer(0.1, print, ["timer"]).start()
print("end")
