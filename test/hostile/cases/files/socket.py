# what: leaves a socket in the workspace
# expect: refused a socket
import socket

socket.socket(socket.AF_UNIX).bind("/workspace/s")
