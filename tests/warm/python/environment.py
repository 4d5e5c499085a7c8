import os
print(sorted(os.environ.items()))
print(sorted(os.environb.items()) == sorted((os.fsencode(k), os.fsencode(v)) for k, v in os.environ.items()))
print(os.getenv("CODEX_STATE_DIR"), os.getcwd(), os.path.expanduser("~"))
os.environ["NEW"] = "value"
del os.environ["LANG"]
if os.fork() == 0:
    os.execv("/usr/bin/env", ["env", "-u", "nothing"])
os.wait()
