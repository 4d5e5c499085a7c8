# tries: have a name resolved
# allowed: runtime_error
# blocked: socket(AF_INET)
# forbidden: 93.184.
import socket
socket.getaddrinfo("example.com", 80)
