import sys, zipfile
with zipfile.ZipFile("own.zip", "w") as file:
    file.writestr("csv.py", "print('from the zip file')\n")
sys.path.insert(0, "own.zip")
import csv
print(csv.__file__)
with open("heapq.py", "w") as file:
    file.write("print('written a moment ago')\n")
import importlib
importlib.invalidate_caches()
import heapq
print(heapq.__file__)
import queue
