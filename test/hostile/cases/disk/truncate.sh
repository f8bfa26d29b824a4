# what: makes a file of a terabyte by a tool that dies of the signal
# expect: file-size
truncate -s 1T /tmp/sparse
