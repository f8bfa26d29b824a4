# what: writes 20 MB into /workspace
# expect: disk
head -c 20M /dev/zero >/workspace/fill && echo BREACH
[ ! -s /workspace/fill ] || [ "$(stat -c %s /workspace/fill)" -ge 20000000 ]
