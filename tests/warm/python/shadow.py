# request: {"files": [{"name": "random.py", "content": "print('the own random')\n"}, {"name": "enum.py", "content": "print('the own enum')\nraise ImportError('as it breaks json')\n"}]}
import random
print(random.__file__)
try:
    import json
except ImportError as error:
    print(error)
import math
print(math.pi)
