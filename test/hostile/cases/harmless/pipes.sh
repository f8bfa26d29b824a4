# what: a long pipe
# expect: fine
seq 1 100000 | sort -r | uniq | head -n 50000 | tail -n 1 | tr -d '\n'
echo
