# what: a thousand small files
# expect: fine
# says: 1000
mkdir -p out
for n in $(seq 1000); do echo "$n" >"out/$n.txt"; done
ls out | wc -l
