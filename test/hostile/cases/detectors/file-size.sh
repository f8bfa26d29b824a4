# what: writes a file of 300 MB
# expect: file-size
head -c 300M /dev/zero >/workspace/fill
[ "$(stat -c %s /workspace/fill)" -ge 300000000 ] && echo BREACH && exit 0
exit 153
