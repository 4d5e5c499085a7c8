# tries: recurse without end
# allowed: runtime_error memory_limit
import sys
sys.setrecursionlimit(1 << 30)
def deeper(n):
    return deeper(n + 1) + 1
deeper(0)
