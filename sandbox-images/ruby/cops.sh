#!/bin/sh
# Rubocop by the department named, one `file:line: error: [Department-Cop] message` each.
set -eu
rubocop --config /opt/sandbox/rubocop.yml --format emacs --only "$1" --fail-level fatal . >/tmp/cops.txt
sed 's#^\([^:]*\):\([0-9]*\):[0-9]*: [A-Z]: \(\[[A-Za-z]*\] \)\{0,1\}\([A-Za-z]*\)/\([A-Za-z]*\): #\1:\2: error: [\4-\5] #' /tmp/cops.txt
