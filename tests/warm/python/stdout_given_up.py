import sys
print("kept")
sys.stdout.close()
sys.stderr.write("still there\n")
