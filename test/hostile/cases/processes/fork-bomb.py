# what: forks in every process until nobody can
# expect: processes
# seconds: 3
# sample: yes
import os

while True:
    os.fork()
