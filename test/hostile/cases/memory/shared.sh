# what: fills /tmp, the workspace and the heap, which count as one
# expect: memory
# seconds: 40
head -c 230M /dev/zero >/tmp/fill
head -c 230M /dev/zero >/workspace/fill
python3 -c 'data = bytearray(700 * 1024**2); print("BREACH", len(data))'
