"""A text."""
import __main__
print(sorted(name for name in vars(__main__)), __name__, __doc__, __file__, __package__, __spec__, __cached__)
print(type(__loader__).__module__, type(__loader__).__name__, __loader__.name, __loader__.path, __loader__.get_filename())
print(__builtins__, __annotations__, __main__.__dict__ is globals(), type(__main__))
x: int = 3
print(__annotations__)
