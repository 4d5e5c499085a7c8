import sys
before = set(sys.modules)
def tell(what):
    global before
    now = set(sys.modules)
    print(what, sorted(now - before))
    before = now
import json; tell("json")
import concurrent; tell("concurrent")
print(hasattr(concurrent, "futures"))
import xml; print(hasattr(xml, "etree"))
import importlib; print(importlib.__name__, sorted(name for name in dir(importlib) if not name.startswith("_")))
try:
    print(logging)
except NameError as error:
    print(error)
import logging; tell("logging"); print(hasattr(logging, "handlers"))
logging.warning("a word, %s", logging.Formatter("%(relativeCreated)d").format(logging.makeLogRecord({}))[:1] != "")
print(0 <= logging.makeLogRecord({}).relativeCreated < 60000)
import asyncio, dataclasses, typing, unittest, random, decimal, collections.abc, os.path; tell("more")
import concurrent.futures; print(concurrent.futures.ThreadPoolExecutor)
print(json.__spec__, json.__loader__.__class__, json.__file__, json.__cached__, json.decoder.__package__)
sys.modules.pop("json"); import json as again; print(again is json, again.dumps([1]))
print(importlib.reload(random) is random, importlib.util.find_spec("csv").origin)
from math import *; from datetime import datetime as d; print(d.__module__, pi)
