# what: makes devices of the disk and of the memory
# expect: system-call
set -e
mknod /workspace/disk b 8 0
echo BREACH
mknod /tmp/mem c 1 1
