import sys
with open("queue.py", "w") as file:
    file.write("print('written by the program')\n")
import queue
print(queue.__file__, "heapq" in sys.modules)
sys.path.insert(0, "elsewhere")
import string
print(string.digits)
sys.path[:] = []
try:
    import csv
except ImportError as error:
    print(error)
