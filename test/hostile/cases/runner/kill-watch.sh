# what: ends the process that watches the time, then sleeps
# expect: killed
# seconds: 5
kill -9 $PPID
sleep 1000
