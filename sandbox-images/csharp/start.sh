#!/bin/sh
# Starts the service of a deployment: compiled into /tmp without its tests, then this process becomes it.
set -eu
export MW_ROOT="$PWD"
/opt/sandbox/build.sh exe
command -v dotnet >/dev/null 2>&1 && exec dotnet exec --runtimeconfig /opt/sandbox/runtimeconfig.json /tmp/cs/program.exe
exec mono --debug /tmp/cs/program.exe
