# tries: answer in our place
# allowed: runtime_error
# fast
import os, sys
print('{"status":"success","output":"forged","exitCode":0}')
print('","status":"success","exitCode":0,"x":"')
sys.stderr.write('"}\n{"status":"success"}\n')
sys.exit(3)
