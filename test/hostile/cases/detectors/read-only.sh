# what: writes where everybody may write in an ordinary system
# expect: read-only
set -e
touch /var/tmp/owned
echo BREACH
