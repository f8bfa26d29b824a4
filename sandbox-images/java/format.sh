#!/bin/sh
# Names the sources that google-java-format would write differently.
set -eu
cd /workspace
exports=""
for part in api code file parser tree util; do exports="$exports --add-exports=jdk.compiler/com.sun.tools.javac.$part=ALL-UNNAMED"; done
# shellcheck disable=SC2086
find . \( -name target -o -name build -o -name '.*' ! -name . \) -prune -o -name '*.java' -print0 |
  xargs -0 -r java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC $exports -jar /opt/jars/format.jar --dry-run
