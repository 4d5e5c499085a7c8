# tries: write without end
# allowed: output_limit
# limit: output
# seconds: 10
# fast
import os
while True:
    os.write(1, b"x" * 65536)
