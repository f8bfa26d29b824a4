# what: prints random bytes
# expect: cleaned
head -c 200000 /dev/urandom
