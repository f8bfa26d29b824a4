# what: writes 20 MB into /tmp
# expect: disk
head -c 20M /dev/zero >/tmp/fill && echo BREACH
[ ! -s /tmp/fill ] || [ "$(stat -c %s /tmp/fill)" -ge 20000000 ]
