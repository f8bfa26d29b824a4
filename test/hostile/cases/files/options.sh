# what: makes names that are options of tar and rm
# expect: inside
# holds: tar reads names from a list, taken as they are
# after: [ ! -e /tmp/owned ] && [ ! -e owned ] || echo BREACH
printf 'touch /tmp/owned\n' >run.sh
: >'--checkpoint=1'
: >'--checkpoint-action=exec=sh run.sh'
: >'-T'
: >'--to-command=sh run.sh'
: >'-rf'
: >'@list'
: >'--files-from=kept.txt'
