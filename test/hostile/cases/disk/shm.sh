# what: fills /dev/shm
# expect: disk
head -c 1G /dev/zero >/dev/shm/fill
