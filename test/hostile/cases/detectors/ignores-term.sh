# what: ignores TERM and sleeps longer than it may
# expect: time
# seconds: 1
# run: trap '' TERM; sh program.sh
sleep 2.5
echo BREACH
