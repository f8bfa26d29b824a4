# what: fills /tmp with many files
# expect: disk
set -e
n=0
while :; do n=$((n + 1)); head -c 20M /dev/zero >"/tmp/fill$n"; done
