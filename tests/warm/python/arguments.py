# request: {"args": ["one", "--two=2", "", "drei ü", "-c"]}
import sys
print(sys.argv, sys.orig_argv)
