# request: {"limits": {"memoryMB": 16}}
kept = bytearray(4 << 20)
print(len(kept))
