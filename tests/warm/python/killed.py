import os, signal
signal.signal(signal.SIGUSR1, lambda number, frame: print("heard", number, frame.f_lineno))
os.kill(os.getpid(), signal.SIGUSR1)
os.kill(os.getpid(), signal.SIGTERM)
