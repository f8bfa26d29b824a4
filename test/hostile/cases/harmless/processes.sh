# what: thirty short processes, one after the other and side by side
# expect: fine
# says: all ended
for n in $(seq 30); do sleep 0.1 & done
wait
for n in $(seq 30); do /bin/true; done
echo all ended
