# tries: flood its output while its input is being fed
# allowed: output_limit
# limit: output
# seconds: 15
import os, sys
while True:
    os.read(0, 1)
    os.write(1, b"y" * 100000)
