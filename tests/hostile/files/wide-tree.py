# tries: leave as many files as the time allows
# allowed: runtime_error timeout
# because: on a slow disk its time is over before the limit is
# limit: disk wall
# seconds: 30
import itertools, os
for number in itertools.count():
    os.close(os.open("f%d" % number, os.O_CREAT))
