#!/bin/sh
# Fetches the jars that pom.xml's dependencies need into /deps/lib, by a pom of our own making: a project's plugins never run.
set -eu
mkdir -p /tmp/fetch /deps/lib
cd /tmp/fetch
java /opt/sandbox/Pom.java /workspace/pom.xml >pom.xml
exec /opt/sandbox/mvn.sh -f pom.xml -Dmaven.repo.local=/tmp/m2 -Dmaven.repo.local.tail=/opt/m2 -Dmaven.repo.local.tail.ignoreAvailability=true \
  org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory=/deps/lib
