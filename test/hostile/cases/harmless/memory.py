# what: 50 MB of memory
# expect: fine
# says: 52428800
# sample: yes
data = bytearray(50 * 1024**2)
print(len(data))
