#!/bin/sh
# Compiles everything of the workspace, tests included, into one assembly in /tmp. `build.sh exe` makes the program instead, without tests.
set -eu
. /opt/sandbox/cs.sh
cd "${MW_ROOT:-/workspace}"
mkdir -p /tmp/cs
[ ! -d /deps/lib ] || cp -r /deps/lib/. /tmp/cs/
if [ "${1:-}" = exe ]; then
  sources | grep -v -i -E '(^|/)[^/]*tests?(/|\.cs$)' >/tmp/cs/sources.rsp || true
  # shellcheck disable=SC2046
  compile -target:exe $(libraries) -out:/tmp/cs/program.exe @/tmp/cs/sources.rsp
else
  sources >/tmp/cs/sources.rsp
  [ -s /tmp/cs/sources.rsp ] || { echo 'There is no *.cs file.' >&2; exit 1; }
  cp /opt/sandbox/nunit.framework.dll /opt/sandbox/runner.exe /tmp/cs/
  # shellcheck disable=SC2046
  compile -warn:4 -target:library $(libraries) -r:/tmp/cs/nunit.framework.dll -out:/tmp/cs/workspace.dll @/tmp/cs/sources.rsp
fi
