"""
>>> double(2)
4
>>> double(3)
7
"""
import doctest, unittest, io
def double(x):
    return 2 * x
class T(unittest.TestCase):
    def test_a(self):
        self.assertEqual(double(1), 2)
    def test_b(self):
        self.assertEqual(double(1), 3)
print(doctest.testmod())
stream = io.StringIO()
result = unittest.main(exit=False, testRunner=unittest.TextTestRunner(stream=stream)).result
print(result, [str(case) for case, _ in result.failures], result.failures[0][1])
