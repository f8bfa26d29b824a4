# what: takes gigabytes in one piece
# expect: memory
# sample: yes
bytearray(8 * 1024**3)
