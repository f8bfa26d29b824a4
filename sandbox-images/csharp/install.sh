#!/bin/sh
# Fetches what packages.config and the project files name into /deps/lib: assemblies only, so nothing of a package runs.
set -eu
. /opt/sandbox/cs.sh
mkdir -p /deps/lib
command -v dotnet >/dev/null 2>&1 && runtime=net || runtime=mono
run /opt/sandbox/packages.exe /workspace /deps/lib "$runtime"
