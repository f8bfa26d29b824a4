# what: stops itself
# expect: time
# seconds: 2
trap '' TERM
kill -STOP $$
