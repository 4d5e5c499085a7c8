from helper import double

with open("data/number.txt", encoding="utf-8") as file:
    print(double(int(file.read())))
