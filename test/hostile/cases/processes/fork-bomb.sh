# what: the classic fork bomb of a shell
# expect: processes
# seconds: 5
bomb() { bomb | bomb & }
bomb
sleep 3
exit 1
