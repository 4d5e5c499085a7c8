# tries: end with the status that we use for our own failures
# allowed: runtime_error
import os
os._exit(127)
