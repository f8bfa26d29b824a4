#!/bin/sh
# Maven behind a proxy and, where there is one, behind the extra certificates: it reads neither from the environment itself.
set -eu
bundle=${MW_EXTRA_CA:-/etc/ssl/certs/ca-certificates.crt}
[ -f /tmp/trust.p12 ] || java /opt/sandbox/Trust.java "$bundle" /tmp/trust.p12
options="-Djavax.net.ssl.trustStore=/tmp/trust.p12 -Djavax.net.ssl.trustStoreType=PKCS12 -Djavax.net.ssl.trustStorePassword=changeit"
proxy=${HTTPS_PROXY:-${https_proxy:-}}
if [ -n "$proxy" ]; then
  place=${proxy#*://}
  place=${place%/}
  host=${place%:*}
  port=${place##*:}
  options="$options -Dhttps.proxyHost=$host -Dhttps.proxyPort=$port -Dhttp.proxyHost=$host -Dhttp.proxyPort=$port"
fi
MAVEN_OPTS="$options -XX:TieredStopAtLevel=1 -XX:+UseSerialGC" exec mvn -B -ntp -q "$@"
