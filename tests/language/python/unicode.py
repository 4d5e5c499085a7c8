word = input()
print(word)
print(len(word))
print(word[::-1])
