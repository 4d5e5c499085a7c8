# tries: wait for input that never comes
# allowed: success
# seconds: 8
import os, sys
sys.stdin.read()
os.read(0, 1)
