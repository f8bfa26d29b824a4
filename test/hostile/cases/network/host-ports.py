# what: calls listeners of the host at all of its addresses
# expect: network
# sample: yes
import os
import socket

refused = None
for host in os.environ["TRAP_HOSTS"].split() + ["172.17.0.1", "10.0.2.2", "192.168.0.1"]:
    for port in (int(os.environ["TRAP_PORT"]), 2375, 7233, 5432):
        try:
            socket.create_connection((host, port), 1)
            print("BREACH", host, port)
        except OSError as error:
            refused = error
raise refused
