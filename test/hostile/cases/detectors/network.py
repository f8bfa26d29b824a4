# what: calls a listener of the host
# expect: network
import os
import socket

refused = None
for host in os.environ["TRAP_HOSTS"].split():
    try:
        socket.create_connection((host, int(os.environ["TRAP_PORT"])), 1)
        print("BREACH", host)
    except OSError as error:
        refused = error
if refused:
    raise refused
