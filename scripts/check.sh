#!/bin/sh
# The one check for hook, CI and people: format, lint with types, types. Tests are `./mw test`.
set -eu
cd "$(dirname "$0")/.."
node_modules/.bin/oxfmt --check .
node_modules/.bin/oxlint --type-aware --quiet
node_modules/.bin/tsc --noEmit --incremental false -p .
node_modules/.bin/tsc --noEmit --incremental false -p web
