import os
WANTED = ("Name", "Umask", "Threads", "SigPnd", "ShdPnd", "SigBlk", "SigIgn", "SigCgt", "CapInh", "CapPrm", "CapEff", "CapBnd",
          "CapAmb", "NoNewPrivs", "Seccomp", "Seccomp_filters", "NStgid", "CoreDumping")
for name in "status", "cmdline", "environ", "comm", "limits", "cgroup", "oom_score_adj", "mounts":
    try:
        with open("/proc/self/" + name, "rb") as file:
            text = file.read()
    except OSError as error:
        print(name, error)
        continue
    if name == "status":
        text = [line for line in text.decode().splitlines() if line.split(":")[0] in WANTED]
    if name == "mounts":
        text = [line.split()[1:4:2] for line in text.decode().splitlines()]
    print(name, text)
try:
    print(sorted(os.listdir("/proc/self/fd")), sorted(name for name in os.listdir("/proc") if name.isdigit()))
except OSError as error:
    print(error)
