# tries: open every file of the host that it can name, for writing
# except: root-with-uid-alone
# allowed: success timeout
# seconds: 40
from attack import *
# The kernel's random numbers have a program of their own: random-pool.py.
mine = (os.getcwd(), os.environ["TMPDIR"], "/dev/null", "/dev/full", "/dev/shm", "/dev/zero", "/dev/random", "/dev/urandom", "/tmp", "/work", "/dev/fd", "/dev/std", "/proc/self", "/proc/%d" % os.getpid(), "/proc/thread-self")
for top in ("/dev", "/etc", "/run", "/var", "/opt", "/srv", "/home", "/root", "/usr/local", "/proc/sys/kernel", "/sys/fs"):
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if not os.path.join(folder, name).startswith(mine)]
        for name in names:
            path = os.path.join(folder, name)
            if path.startswith(mine):
                continue
            try:
                os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
                worked("opened", path)
            except OSError:
                pass
