#!/bin/sh
# Takes a picture of the file $PAGE into $SHOT. The container is the browser's sandbox: it has no network, no capabilities and a read-only root,
# and user namespaces, which its own sandbox would need, are closed in it. The policy that the engine puts before a page keeps its scripts from running.
set -eu
browser=$(command -v chromium-headless-shell || command -v chromium)
exec "$browser" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-extensions --disable-background-networking --disable-sync \
  --no-first-run --mute-audio --hide-scrollbars --user-data-dir="/tmp/profile-$$" --window-size=1280,800 --timeout=10000 \
  --screenshot="$SHOT" "file://$PAGE"
