# tries: exhaust the parser with 50 KB of brackets
# allowed: runtime_error
eval("(" * 25000 + ")" * 25000)
