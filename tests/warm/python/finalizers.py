import weakref, sys
class Named:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        print("gone:", self.name, sys.is_finalizing(), flush=False)
kept = Named("of the program")
cycle = Named("in a cycle")
cycle.self = cycle
_hidden = Named("hidden")
def generator():
    try:
        yield 1
    finally:
        print("generator closed")
running = generator()
next(running)
weakref.finalize(kept, print, "finalize")
function = lambda: kept
print("end")
