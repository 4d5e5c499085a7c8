import os, signal, resource
print(os.getuid() == os.geteuid(), os.getgid() == os.getegid(), os.getgroups(), os.getppid() == 0 or os.getppid() == 1)
print(os.getpid() if os.getppid() == 1 else "one of the host", os.getpgrp() == os.getpid(), os.getsid(0) == os.getpid())
print([os.get_terminal_size] and os.isatty(0), os.isatty(1), os.isatty(2), oct(os.umask(0o22)), os.nice(0))
print({number.name: str(signal.getsignal(number)) for number in sorted(signal.valid_signals()) if isinstance(number, signal.Signals)})
print(signal.pthread_sigmask(signal.SIG_BLOCK, []))
print({name: resource.getrlimit(getattr(resource, name)) for name in sorted(dir(resource)) if name.startswith("RLIMIT_") and name != "RLIMIT_NPROC"})
print(sorted(os.sched_getaffinity(0)), os.sched_getscheduler(0), os.get_blocking(0), os.get_blocking(1), os.get_inheritable(1))
for fd in range(16):
    try:
        print(fd, os.fstat(fd).st_mode)
    except OSError as error:
        print(fd, error)
