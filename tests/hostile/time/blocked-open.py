# tries: block in the kernel by opening a FIFO that nobody else opens
# allowed: timeout
# request: {"timeout": 0.5}
# seconds: 8
import os
os.mkfifo("fifo")
open("fifo")
