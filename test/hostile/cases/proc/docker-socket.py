# what: asks the Docker engine for a privileged container
# expect: absent
import os
import socket

for path in ("/var/run/docker.sock", "/run/docker.sock", "/run/containerd/containerd.sock", "/run/podman/podman.sock"):
    try:
        socket.socket(socket.AF_UNIX).connect(path)
        print("BREACH", path)
    except OSError:
        pass
os.stat("/run/docker.sock")
