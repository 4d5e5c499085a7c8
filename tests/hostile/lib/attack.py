"""What every attack in Python shares."""
import ctypes
import errno
import os
import sys

bait, port, victim = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
libc = ctypes.CDLL(None, use_errno=True)


def worked(*what):
    """The attack got what it wanted."""
    sys.stdout.flush()
    os.write(1, ("ATTACK" + "-WORKED " + " ".join(map(str, what)) + "\n").encode("utf-8", "replace"))


def syscall(number, *arguments):
    """The call's value, or minus its errno."""
    ctypes.set_errno(0)
    value = libc.syscall(*[ctypes.c_long(n) if isinstance(n, int) else n for n in (number,) + arguments])
    return -ctypes.get_errno() if value == -1 else value
