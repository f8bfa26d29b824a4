#!/bin/sh
# One way to call a C# compiler and to run what it made, whichever is here. Sourced.
if command -v dotnet >/dev/null 2>&1; then
  roslyn=$(ls -d /usr/share/dotnet/sdk/*/Roslyn/bincore /usr/lib/dotnet/sdk/*/Roslyn/bincore 2>/dev/null | tail -n 1)
  references=$(ls -d "${roslyn%/sdk/*}"/packs/Microsoft.*.App.Ref/*/ref/net*/ 2>/dev/null | sed 's#.*#-r:&*.dll#')
  # shellcheck disable=SC2086
  compile() { dotnet exec "$roslyn/csc.dll" -nologo -langversion:latest -debug:portable $references "$@"; }
  # `run` and `run_covered REPORT` start a program; coverage needs a package there that no image brings along.
  run() { dotnet exec --runtimeconfig /opt/sandbox/runtimeconfig.json "$@"; }
  run_covered() { shift; run "$@"; }
else
  compile() { mcs -nologo -langversion:7 -debug -r:System.Net.Http -r:System.Web.Extensions -r:System.Runtime.Serialization -r:System.Numerics "$@"; }
  run() { mono --debug "$@"; }
  run_covered() { report=$1; shift; mono --debug "--profile=coverage:output=$report" "$@"; }
fi
# The packages that were installed, as references; a program finds them beside itself.
libraries() { ls /deps/lib/*.dll 2>/dev/null | sed 's/^/-r:/'; }
# Every source of the workspace but what tools leave behind.
sources() { find . \( -name bin -o -name obj -o -name node_modules -o -name '.*' ! -name . \) -prune -o -name '*.cs' -print; }
