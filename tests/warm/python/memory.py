# request: {"limits": {"memoryMB": 64}}
kept = []
while True:
    kept.append(bytearray(1 << 20))
