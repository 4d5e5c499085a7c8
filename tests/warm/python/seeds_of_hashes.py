# request: {"differs": true}
print(hash("a"), {"a", "b", "c", "d", "e", "f"})
