#!/bin/sh
# Installs what requirements.txt and pyproject.toml ask for into /deps/site: wheels only, so no code of a package runs here.
set -eu
# An empty working directory: a requirement like "." must not find a project to build.
mkdir -p /tmp/empty
cd /tmp/empty
set --
[ -f /workspace/requirements.txt ] && set -- "$@" -r /workspace/requirements.txt
if [ -f /workspace/pyproject.toml ]; then
  python3 -I -c 'import tomllib
with open("/workspace/pyproject.toml", "rb") as f: project = tomllib.load(f).get("project", {})
lines = list(project.get("dependencies", []))
for group in ("test", "tests", "dev"): lines += project.get("optional-dependencies", {}).get(group, [])
print("\n".join(str(line).replace("\n", " ") for line in lines))' >/tmp/from-pyproject.txt
  [ -s /tmp/from-pyproject.txt ] && set -- "$@" -r /tmp/from-pyproject.txt
fi
[ "$#" -gt 0 ] || exit 0
exec /opt/tools/bin/python -I /opt/sandbox/wheels.py install --no-cache-dir --disable-pip-version-check --no-input --progress-bar off --retries 2 \
  --only-binary :all: --no-compile --target /deps/site "$@"
