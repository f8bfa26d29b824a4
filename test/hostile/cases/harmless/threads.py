# what: twenty threads that are joined
# expect: fine
# says: 20 threads
# sample: yes
import threading

results = []
threads = [threading.Thread(target=results.append, args=(n,)) for n in range(20)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(results), "threads")
