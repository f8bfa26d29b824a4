# what: four busy loops
# expect: time
# seconds: 2
import os

os.fork()
os.fork()
while True:
    pass
