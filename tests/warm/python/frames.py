import sys, inspect, traceback, linecache
def depth():
    frame, count = sys._getframe(), 0
    while frame:
        frame, count = frame.f_back, count + 1
    return count
print(depth(), [record.function for record in inspect.stack()])
print(inspect.getsource(depth))
print(linecache.getline(__file__, 1), inspect.getfile(depth), inspect.getmodule(depth))
traceback.print_stack()
def down(n):
    try:
        return down(n + 1)
    except RecursionError as error:
        return n, str(error)
print(down(0))
