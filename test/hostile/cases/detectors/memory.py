# what: takes 200 MB
# expect: memory
data = bytearray(200 * 1024**2)
print("BREACH", len(data))
