# request: {"timeout": 10, "limits": {"cpuTime": 0.3}}
while True:
    pass
