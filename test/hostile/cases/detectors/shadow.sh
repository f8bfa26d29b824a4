# what: reads the hashes of passwords
# expect: system-files
set -e
head -c 4 /etc/shadow
echo BREACH
