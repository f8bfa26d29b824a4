# what: sleeps longer than it may
# expect: time
# seconds: 1
sleep 2.5
echo BREACH
