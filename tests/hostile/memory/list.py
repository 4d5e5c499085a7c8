# tries: grow a list without end
# allowed: memory_limit
# limit: memory
from attack import *
grown = []
while len(grown) < 40:
    grown.append(bytearray(b"x") * (50 << 20))
worked("2000 MB")
