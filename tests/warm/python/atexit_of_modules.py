# What modules of the library ask for at the end of a program is asked for when they are imported.
import atexit

print(atexit._ncallbacks())
import logging

print(atexit._ncallbacks())
import concurrent.futures.thread
import weakref

print(atexit._ncallbacks())


class Held:
    pass


held = Held()
weakref.finalize(held, print, "finalized at the end")
print(atexit._ncallbacks())
logging.getLogger().addHandler(logging.StreamHandler())
atexit.register(print, "registered")
