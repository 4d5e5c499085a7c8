# request: {"files": [{"name": "other.py", "content": "class C:\n    def __del__(self):\n        print('module object gone')\nc = C()\n"}]}
import other
alias = other.c
class D:
    def __del__(self):
        print("own object gone", other is None)
d = D()
try:
    1 / 0
except ZeroDivisionError as error:
    kept_error = error
