# request: {"collect": ["out.txt", "other.bin"]}
file = open("out.txt", "w")
file.write("never closed")
other = open("other.bin", "wb", buffering=100000)
other.write(b"x" * 5000)
print("no end of line", end="")
