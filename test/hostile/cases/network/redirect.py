# what: gives itself an address and a route out
# expect: system-call
import socket
import struct

link = socket.socket(16, 3, 0)
# A new address for the loopback, by the messages that `ip` sends.
message = struct.pack("=BBBBI", 2, 24, 0, 0, 1) + struct.pack("=HH4B", 8, 2, 10, 9, 8, 7)
link.send(struct.pack("=IHHII", 16 + len(message), 20, 0x405, 1, 0) + message)
answer = link.recv(4096)
error = -struct.unpack("=i", answer[16:20])[0]
if error == 0:
    print("BREACH")
raise OSError(error, "Operation not permitted" if error == 1 else "refused")
