# what: leaves a file larger than is kept
# expect: refused larger than
head -c 3M /dev/zero >large
