# request: {"limits": {"fileMB": 1}}
with open("large", "wb") as file:
    for _ in range(40):
        file.write(bytes(100000))
        file.flush()
