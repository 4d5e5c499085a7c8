# request: {"limits": {"outputKB": 4}}
import os
while True:
    try:
        os.write(1, b"x" * 100)
    except OSError:
        pass
