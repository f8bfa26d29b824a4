#!/bin/sh
# Starts the service of a deployment: compiled into /tmp without its tests, then this process becomes it. `start.sh app.Main`
# names its class; else it is the first one with a main method.
set -eu
export MW_ROOT="$PWD"
/opt/sandbox/build.sh main >&2
libraries=$(ls /deps/lib/*.jar 2>/dev/null | tr '\n' ':')
main=${1:-}
if [ -z "$main" ]; then
  file=$(xargs grep -l 'static void main *(' </tmp/java/main.txt | head -n 1)
  package=$(sed -n 's/^ *package *\([A-Za-z0-9_.]*\) *;.*/\1/p' "$file" | head -n 1)
  main=${package:+$package.}$(basename "$file" .java)
fi
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "/tmp/java/main:src/main/resources:$libraries" "$main"
