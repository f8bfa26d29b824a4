# what: gives files of the system names in the workspace
# expect: system-files|system-call|read-only
set -e
ln /etc/passwd hard
echo BREACH
