# what: goes out over IPv6
# expect: network
import socket

out = socket.socket(socket.AF_INET6)
out.connect(("2001:4860:4860::8888", 53))
print("BREACH")
