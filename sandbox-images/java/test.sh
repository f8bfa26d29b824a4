#!/bin/sh
# Builds, runs the tests by JUnit's console with JaCoCo's agent, and writes both reports to /tmp.
set -eu
rm -rf /tmp/mw-junit /tmp/mw-junit.xml /tmp/mw-jacoco.xml /tmp/jacoco.exec
/opt/sandbox/build.sh
cd /workspace
libraries=$(ls /deps/lib/*.jar 2>/dev/null | tr '\n' ':')
code=0
# A small JVM: the compiler's first stage only, which is the quicker one for a run of seconds.
java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -javaagent:/opt/jars/jacoco-agent.jar=destfile=/tmp/jacoco.exec \
  -jar /opt/jars/junit.jar execute --disable-banner --disable-ansi-colors --details=tree --reports-dir=/tmp/mw-junit \
  -cp "/tmp/java/test:/tmp/java/main:$libraries" --scan-classpath=/tmp/java/test || code=$?
# 2: no tests were found. The report says so.
[ ! -f /tmp/mw-junit/TEST-junit-jupiter.xml ] || mv /tmp/mw-junit/TEST-junit-jupiter.xml /tmp/mw-junit.xml
[ ! -f /tmp/jacoco.exec ] || java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar /opt/jars/jacoco-cli.jar report /tmp/jacoco.exec --quiet \
  --classfiles /tmp/java/main --xml /tmp/mw-jacoco-full.xml >/dev/null 2>&1 || true
# Without its document type, which nobody needs and our reader refuses.
[ ! -f /tmp/mw-jacoco-full.xml ] || sed 's/<!DOCTYPE[^>]*>//' /tmp/mw-jacoco-full.xml >/tmp/mw-jacoco.xml
exit "$code"
