# what: prints an escape
# expect: cleaned
printf '\033[2Jx\n'
