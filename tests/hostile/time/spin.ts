// tries: spin for ever
// allowed: timeout
// limit: cpu wall
// request: {"timeout": 0.5}
// seconds: 30
for (let spins = 0;; spins++);
