count = int(input())
total = 0
while count:
    total += 1
print(total)
