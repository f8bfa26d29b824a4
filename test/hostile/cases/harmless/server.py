# what: a server on localhost, asked by name and ended
# expect: fine
# says: kept
# sample: yes
import http.server
import threading
import urllib.request

server = http.server.ThreadingHTTPServer(("localhost", 0), http.server.SimpleHTTPRequestHandler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(urllib.request.urlopen(f"http://localhost:{server.server_port}/kept.txt", timeout=5).read().decode())
server.shutdown()
