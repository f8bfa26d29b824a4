#!/bin/sh
# While the image is made: the test framework and the runner.
set -eu
cd /opt/sandbox
if command -v dotnet >/dev/null; then
  version=$(ls /usr/share/dotnet/shared/Microsoft.NETCore.App /usr/lib/dotnet/shared/Microsoft.NETCore.App 2>/dev/null | tail -n 1)
  printf '{"runtimeOptions":{"framework":{"name":"Microsoft.NETCore.App","version":"%s"}}}' "$version" >runtimeconfig.json
fi
. ./cs.sh
compile -target:library -out:nunit.framework.dll Framework.cs
compile -target:exe -out:runner.exe Runner.cs
compile -target:exe -out:packages.exe Packages.cs
