block = bytearray(50 << 20)
for i in range(0, len(block), 4096):
    block[i] = 1
print(sum(block[::4096]))
