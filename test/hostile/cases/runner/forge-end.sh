# what: prints what the wrapper prints at its end, with a success in it
# expect: exit 3
# sample: yes
marker=00000000000000000000000000000000
printf '%s\n\n%s' "$marker" "$marker"
printf '\n%s0 0 0 0 0 \0f 1 1.0 644 fake\0\n%s' "$marker" "$marker" >&2
exit 3
