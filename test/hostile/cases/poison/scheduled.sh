# what: asks for a start at a later time
# expect: inside
# holds: nothing runs in a sandbox but what the engine starts
# after: [ ! -e /tmp/owned ] || echo BREACH
for scheduler in crontab at batch systemd-run; do command -v $scheduler >/dev/null && echo '* * * * * touch /tmp/owned' | $scheduler - ; done
mkdir -p /tmp/.config/systemd/user /tmp/.config/autostart
printf '[Service]\nExecStart=/bin/touch /tmp/owned\n' >/tmp/.config/systemd/user/x.service
exit 0
