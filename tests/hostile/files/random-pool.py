# tries: write to the kernel's pool of random numbers
# except: root-without-landlock user-without-landlock root-with-uid-alone
# because: every user of a Linux system may, and the kernel mixes it in without trusting it; only Landlock can refuse it
# harmless
# fast
from attack import *
for path in "/dev/random", "/dev/urandom":
    try:
        os.close(os.open(path, os.O_WRONLY))
        worked("opened", path)
    except OSError:
        pass
