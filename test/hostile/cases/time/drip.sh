# what: prints a little now and then, for ever
# expect: time
# seconds: 2
while :; do echo still here; sleep 0.2; done
