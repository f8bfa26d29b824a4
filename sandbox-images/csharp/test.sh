#!/bin/sh
# Builds, runs the tests with coverage, and once more without when the profiler stumbled: it is known to hang and to crash.
set -eu
. /opt/sandbox/cs.sh
rm -f /tmp/mw-junit.xml /tmp/mw-lcov.info /tmp/cs-coverage.xml
/opt/sandbox/build.sh >/tmp/cs-build.log 2>&1 || { cat /tmp/cs-build.log; exit 1; }
code=0
timeout 60 /bin/sh -c '. /opt/sandbox/cs.sh; run_covered /tmp/cs-coverage.xml /tmp/cs/runner.exe /tmp/cs/workspace.dll /tmp/mw-junit.xml' || code=$?
if [ "$code" -gt 1 ]; then
  echo "with coverage it ended with $code; running the tests without" >&2
  rm -f /tmp/mw-junit.xml
  # What was measured before it ended counts, when it is whole.
  tail -n 1 /tmp/cs-coverage.xml 2>/dev/null | grep -q '</coverage>' || rm -f /tmp/cs-coverage.xml
  code=0
  run /tmp/cs/runner.exe /tmp/cs/workspace.dll /tmp/mw-junit.xml now || code=$?
fi
[ ! -f /tmp/cs-coverage.xml ] || awk -f /opt/sandbox/lcov.awk /tmp/cs-coverage.xml >/tmp/mw-lcov.info || true
exit "$code"
