# what: makes a file of ten terabytes that takes no room
# expect: file-size
# sample: yes
with open("/workspace/sparse", "wb") as file:
    file.truncate(10 * 1024**4)
