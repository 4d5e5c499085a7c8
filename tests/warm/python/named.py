# request: {"name": "ein programm.py"}
import sys
print(sys.argv, __file__)
raise ValueError
