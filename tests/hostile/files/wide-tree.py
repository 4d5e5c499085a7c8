# tries: leave as many files as the time allows
# allowed: success runtime_error timeout
# limit: disk wall
# seconds: 30
import itertools, os
for number in itertools.count():
    os.close(os.open("f%d" % number, os.O_CREAT))
