import os, sys
sys.stdout.write("twice ")
pid = os.fork()
if pid == 0:
    print("child", os.getppid() > 0)
    sys.exit(4)
print("parent", os.WEXITSTATUS(os.waitpid(pid, 0)[1]))
import subprocess
print(subprocess.run([sys.executable, "-c", "import sys; print(sys.argv, sys.flags.dont_write_bytecode)"], capture_output=True, text=True))
