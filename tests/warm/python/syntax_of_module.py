# request: {"files": [{"name": "broken.py", "content": "x = (1,\ny = 2\n"}]}
import broken
