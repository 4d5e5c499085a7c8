# tries: open devices of the host
# except: root-with-uid-alone
# allowed: success
from attack import *
for name in ("mem", "kmem", "port", "kmsg", "sda", "vda", "nvme0n1", "fuse", "kvm", "net/tun", "loop-control", "uinput", "tty", "tty0", "console", "ptmx",
             "cpu_dma_latency", "vhost-net", "mapper/control", "snapshot", "userfaultfd", "udmabuf", "dma_heap/system"):
    for flags in (os.O_RDONLY, os.O_WRONLY):
        try:
            os.open("/dev/" + name, flags | os.O_NONBLOCK)
            worked("opened", name)
        except OSError:
            pass
