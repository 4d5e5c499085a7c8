# request: {"limits": {"memoryMB": 64}}
try:
    bytearray(4 << 30)
except MemoryError as error:
    print("MemoryError", error)
raise MemoryError
