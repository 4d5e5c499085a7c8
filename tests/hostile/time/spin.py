# tries: spin for ever
# allowed: timeout
# limit: cpu wall
# request: {"timeout": 0.5}
# seconds: 8
while True:
    pass
