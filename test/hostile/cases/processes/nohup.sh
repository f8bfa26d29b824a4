# what: starts background jobs in sessions of their own, deaf to hangups
# expect: leftovers
for n in 1 2 3 4; do setsid nohup sh -c 'trap "" HUP TERM INT; while :; do sleep 1; done' >/dev/null 2>&1 & done
sleep 0.3
exit 0
