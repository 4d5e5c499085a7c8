import warnings
warnings.warn("once")
warnings.warn("deprecated", DeprecationWarning)
def f():
    warnings.warn("above", UserWarning, stacklevel=2)
f()
x = 1
print(x is 1, warnings.filters)
