# what: writes 30 MB into /dev/shm
# expect: disk
head -c 30M /dev/zero >/dev/shm/fill || exit 1
echo BREACH
