# request: {"differs": true}
import random
print(random.random())
