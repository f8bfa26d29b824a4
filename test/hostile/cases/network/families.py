# what: talks to the machine around a virtual one, to the kernel and to its ciphers
# expect: system-call
# sample: yes
import socket

refused = None
# Netlink (16) for firewalls, audits, ciphers and devices; all protocols of the others.
calls = [(16, 3, protocol) for protocol in (2, 4, 6, 9, 10, 12, 15, 16, 21)]
calls += [(family, kind, 0) for family in (40, 17, 38, 44, 31, 29, 21, 41) for kind in (1, 2, 3, 5)]
for call in calls:
    try:
        socket.socket(*call)
        print("BREACH", call)
    except OSError as error:
        refused = error
raise refused
