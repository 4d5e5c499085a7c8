kept = []
while True:
    kept.append(b"x" * len(kept) + b"y" * (1 << 20))
