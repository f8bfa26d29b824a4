#!/bin/sh
# Checkstyle by the few rules of checkstyle.xml; its own cache, if any, stays out of the workspace.
set -eu
cd /workspace
java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '/opt/jars/lint/*' com.puppycrawl.tools.checkstyle.Main \
  -c /opt/sandbox/checkstyle.xml -f sarif -o /tmp/mw-checkstyle.sarif --exclude-regexp '/(target|build)/' .
