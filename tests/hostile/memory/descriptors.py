# tries: open descriptors without end
# allowed: success
from attack import *
opened = []
try:
    while len(opened) < 5000:
        opened.append(os.open("/dev/null", os.O_RDONLY))
    worked(len(opened))
except OSError:
    pass
