# what: sleeps for ever
# expect: time
# seconds: 2
sleep infinity
