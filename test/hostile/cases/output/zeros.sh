# what: prints zero bytes without a newline
# expect: output
# seconds: 60
cat /dev/zero
