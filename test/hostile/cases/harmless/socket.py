# what: a UNIX socket in /tmp
# expect: fine
# says: connected
import socket

server = socket.socket(socket.AF_UNIX)
server.bind("/tmp/s")
server.listen()
client = socket.socket(socket.AF_UNIX)
client.connect("/tmp/s")
print("connected")
