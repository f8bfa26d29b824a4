# what: makes packets of its own
# expect: system-call
import socket

refused = None
for family, kind, protocol in ((socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP), (socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW), (socket.AF_PACKET, socket.SOCK_RAW, 0)):
    try:
        socket.socket(family, kind, protocol)
        print("BREACH", family)
    except PermissionError as error:
        refused = error
raise refused
