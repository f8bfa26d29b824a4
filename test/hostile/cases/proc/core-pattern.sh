# what: has every crash of the machine start a program
# expect: read-only|system-files
# sample: yes
set -e
echo '|/tmp/owned' >/proc/sys/kernel/core_pattern
echo BREACH
