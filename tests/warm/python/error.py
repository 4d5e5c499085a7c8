# request: {"files": [{"name": "helper.py", "content": "def fail(value):\n    # not here\n    return {}[value]\n"}]}
import helper

class Own(Exception):
    pass

def outer(value):
    try:
        return helper.fail(value)
    except KeyError as error:
        raise Own("text", value) from error

print("before")
outer(3)
