#!/bin/sh
# Installs what package.json asks for into /deps/node_modules; install scripts of packages never run.
set -eu
cp /workspace/package.json /deps/package.json
command=install
if [ -f /workspace/package-lock.json ]; then
  cp /workspace/package-lock.json /deps/package-lock.json
  command=ci
fi
cd /deps
exec npm "$command" --ignore-scripts --no-audit --no-fund --no-update-notifier --cache /tmp/npm
