# tries: hold up whoever collects a FIFO, or opens one while clearing up
# allowed: success
# request: {"collect": ["plant", "dir/plant"]}
# seconds: 15
import os
os.mkfifo("plant")
os.mkdir("dir")
os.mkfifo("dir/plant")
os.mkfifo(os.environ["TMPDIR"] + "/plant")
