def f():
    raise ExceptionGroup("several", [ValueError(1), TypeError("ü")])
error = None
try:
    f()
except* ValueError as caught:
    print(caught)
