# tries: break our answer with bytes that are no text
# allowed: success
import os
os.write(1, bytes(range(256)) * 16 + b"\xff\xfe\xc0\x80\xed\xa0\x80\xf4\x90\x80\x80\xe2\x82" + b"\0" * 1000)
os.write(2, b'\xf0\x9f\x98"\\\x1b[2J\x1b]0;title\x07' + bytes(range(256)))
