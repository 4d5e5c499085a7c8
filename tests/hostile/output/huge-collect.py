# tries: have more collected than we hold
# allowed: success
# request: {"collect": ["a", "b", "c", "d"]}
for name in "abcd":
    with open(name, "wb") as file:
        file.truncate(60 << 20) if name == "a" else file.write(b"x" * 600000)
