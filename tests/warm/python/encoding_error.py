print("ü€ 漢 \U0001f600")
import sys
print("\udc80", file=sys.stderr)
print("\udc80")
