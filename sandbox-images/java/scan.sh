#!/bin/sh
# SpotBugs with FindSecBugs on the compiled product. Only their security findings: bugs of style are the linter's business.
set -eu
/opt/sandbox/build.sh main >/dev/null
libraries=$(ls /deps/lib/*.jar 2>/dev/null | tr '\n' ':')
rm -f /tmp/mw-scan.sarif
java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx600m -cp '/opt/jars/scan/*' edu.umd.cs.findbugs.FindBugs2 -pluginList /opt/jars/findsecbugs.jar \
  -include /opt/sandbox/security.xml -effort:default -low -auxclasspath "$libraries" -sarif=/tmp/mw-scan.sarif -exitcode /tmp/java/main || [ "$?" -le 1 ]
