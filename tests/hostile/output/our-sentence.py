# tries: speak as if it were us
# allowed: runtime_error
import sys
sys.stderr.write("codex-run: internal error\n")
sys.exit(70)
