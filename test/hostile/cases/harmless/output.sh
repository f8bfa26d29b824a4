# what: half a megabyte of output
# expect: fine
# says: 80000
# sample: yes
seq 1 80000
