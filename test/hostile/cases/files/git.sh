# what: writes .git with a hook and a configuration that runs programs
# expect: refused .git component
# sample: yes
mkdir -p .git/hooks
printf '#!/bin/sh\ntouch /tmp/owned\n' >.git/hooks/pre-commit
chmod +x .git/hooks/pre-commit
printf '[core]\n\tfsmonitor = /tmp/owned\n\thooksPath = /tmp\n[filter "x"]\n\tclean = /tmp/owned\n' >.git/config
