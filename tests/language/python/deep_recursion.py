import sys


def total(n):
    return n + total(n - 1) if n else 0


def forever(n):
    return forever(n + 1) + 1


sys.setrecursionlimit(20_000)
print(total(10_000), flush=True)
forever(0)
