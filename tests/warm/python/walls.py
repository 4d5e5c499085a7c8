import os, socket
def attempt(what, *arguments):
    try:
        print(what.__name__, arguments, "worked", what(*arguments) and "")
    except BaseException as error:
        print(what.__name__, arguments, type(error).__name__, error)
attempt(open, "/etc/shadow")
attempt(open, "/etc/passwd")
attempt(os.listdir, "/root")
attempt(open, "/usr/lib/python3/dist-packages/new", "w")
attempt(socket.socket, socket.AF_INET)
attempt(os.setuid, 0)
attempt(os.chroot, "/")
attempt(os.mkdir, "/new")
attempt(os.setpriority, 0, 0, -5)
attempt(os.kill, 1, 9)
attempt(os.mkdir, "here")
print(os.listdir("."), os.listdir(os.environ["TMPDIR"]))
