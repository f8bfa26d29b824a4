# what: starts threads until one is refused
# expect: processes
import threading

stop = threading.Event()
while True:
    threading.Thread(target=stop.wait, daemon=True).start()
