# what: makes itself a shell with the bits of root, and runs those of the image
# expect: inside
# sample: yes
# holds: no-new-privileges: such bits give nothing
cp /bin/sh /tmp/root-shell
chmod 6777 /tmp/root-shell
[ "$(/tmp/root-shell -p -c 'id -u')" = 1000 ] || echo BREACH
for program in $(find /usr /bin /sbin -perm -4000 -type f 2>/dev/null); do
  timeout 1 "$program" </dev/null >/dev/null 2>&1 &
  sleep 0.1
  grep -q '^Uid:.*[[:space:]]0[[:space:]]' "/proc/$!/status" 2>/dev/null && echo "BREACH $program"
done
wait
