# tries: have its output cut in the middle of a character
# allowed: output_limit
# request: {"limits": {"outputKB": 1}}
import os
os.write(1, b"x" + "\u20ac".encode() * 1000)
