# what: leaves a process running
# expect: leftovers
setsid sh -c 'trap "" TERM; sleep 30' >/dev/null 2>&1 &
sleep 0.3
