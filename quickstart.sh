#!/usr/bin/env bash
# The main job on one machine: database → Debezium → Kafka → Connect with our plugins → BigQuery (the emulator).
# Needs JDK 17+ and Maven. Options: --keep leaves it running; --help.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

fail() {
  echo "quickstart: FAILED $*" >&2
  exit 1
}

command -v mvn >/dev/null || fail "no mvn on the PATH: install Maven 3.8.7 or newer"
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
command -v "$java" >/dev/null || fail "no java on the PATH: install a JDK, 17 or newer"
version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = //p')
[[ ${version%%.*} -ge 17 ]] || fail "java is version $version: a JDK of version 17 or newer is needed"

log=$(mktemp -t millrace-build.XXXXXX)
trap 'rm -f "$log"' EXIT
echo "building the plugins, the emulator and the quickstart"
mvn -B -ntp -Dquick -Dmaven.test.skip=true -pl quickstart -am package 2>&1 | tee "$log" |
  sed -un 's/^\[INFO\] Building \(.*\) [^ ]*\( *\[[0-9/]*\]\)$/  \1\2/p' ||
  { grep -E '^\[ERROR\]' "$log" >&2; fail "the build"; }
rm -f "$log"

exec "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Dfile.encoding=UTF-8 \
  -Dorg.slf4j.simpleLogger.defaultLogLevel=error \
  -cp 'quickstart/target/classes:quickstart/target/libs/*' io.millrace.connect.quickstart.Quickstart --home "$PWD" "$@"
