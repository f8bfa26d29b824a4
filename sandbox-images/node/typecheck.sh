#!/bin/sh
# Type check: by the project's own tsconfig.json, or with strict defaults for a project without one.
set -eu
cd /workspace
[ -f tsconfig.json ] && exec tsc --noEmit --pretty false -p tsconfig.json
find . -name node_modules -prune -o -name '*.ts' ! -name '*.d.ts' -print0 | xargs -0 tsc --noEmit --pretty false --strict --skipLibCheck \
  --target es2023 --module nodenext --moduleResolution nodenext --allowImportingTsExtensions --types node
