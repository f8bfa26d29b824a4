#!/bin/sh
# Compiles the workspace into /tmp/java: the product's sources, then the tests'. javac alone: maven would take seconds more.
set -eu
cd "${MW_ROOT:-/workspace}"
libraries=$(ls /deps/lib/*.jar 2>/dev/null | tr '\n' ':')
sources() { find . \( -name target -o -name build -o -name node_modules -o -name '.*' ! -name . \) -prune -o -name '*.java' -print; }
# The tests' own run compiles again only what has changed since.
stamp="${1:-all} $(sources | sort | tr '\n' '\0' | xargs -0 -r cksum | cksum)"
[ "$(cat /tmp/java/stamp 2>/dev/null)" != "$stamp" ] || exit 0
rm -rf /tmp/java
mkdir -p /tmp/java/main /tmp/java/test
is_test='(^|/)(test|tests|it)/|(Test|Tests|TestCase|IT|Spec)\.java$'
sources | grep -v -E "$is_test" >/tmp/java/main.txt || true
sources | grep -E "$is_test" >/tmp/java/test.txt || true
[ -s /tmp/java/main.txt ] || [ -s /tmp/java/test.txt ] || { echo 'There is no *.java file.' >&2; exit 1; }
flags="-g -encoding UTF-8 -proc:none -Xlint:all,-processing,-serial,-path"
# shellcheck disable=SC2086
[ ! -s /tmp/java/main.txt ] || javac $flags -cp "$libraries" -d /tmp/java/main @/tmp/java/main.txt
if [ "${1:-}" = main ]; then echo "$stamp" >/tmp/java/stamp; exit 0; fi
# shellcheck disable=SC2086
[ ! -s /tmp/java/test.txt ] || javac $flags -cp "/tmp/java/main:/opt/jars/junit.jar:$libraries" -d /tmp/java/test @/tmp/java/test.txt
for resources in src/main/resources src/test/resources; do
  [ ! -d "$resources" ] || cp -r "$resources"/. "/tmp/java/$(echo "$resources" | cut -d/ -f2)/"
done
echo "$stamp" >/tmp/java/stamp
