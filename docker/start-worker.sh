#!/bin/sh
# Writes worker.properties from CONNECT_* variables over the image's own (CONNECT_GROUP_ID becomes group.id) and starts
# the worker in this process, so that it gets the container's signals. HEAP sets the JVM's memory, JVM_OPTS more of it, such as
# -Dmillrace.allowed.urls=…; connectors may name files in ALLOWED_PATHS, see docs/security.md.
set -eu
properties=/tmp/worker.properties
{
  cat /opt/kafka/config/worker.properties
  echo 'plugin.path=/opt/plugins'
  echo 'listeners=http://0.0.0.0:8083'
  echo "rest.advertised.host.name=$(hostname -i | cut -d' ' -f1)"
  env | sed -n 's/^CONNECT_\([A-Z0-9_]*\)=\(.*\)$/\1 \2/p' | while read -r name value; do
    printf '%s=%s\n' "$(printf '%s' "$name" | tr 'A-Z_' 'a-z.')" "$value"
  done
} > "$properties"
# shellcheck disable=SC2086 # several options in one variable
exec java -Xmx"${HEAP:-1g}" -Dmillrace.allowed.paths="${ALLOWED_PATHS:-/etc/connect}" ${JVM_OPTS:-} \
  -Dlog4j2.configurationFile=/opt/kafka/config/log4j2.properties \
  -cp '/opt/kafka/libs/*' org.apache.kafka.connect.cli.ConnectDistributed "$properties"
