# what: a handler for TERM that is never needed
# expect: fine
# says: bye
trap 'echo bye' TERM EXIT
sleep 0.2
