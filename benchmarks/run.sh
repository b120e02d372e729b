#!/usr/bin/env bash
# benchmarks/run.sh <name>: builds what the benchmark needs and runs it. The last line is its result.
set -euo pipefail
cd "$(dirname "$0")/.."

# Runs a main class of this module with everything it needs on the class path.
run() {
    mvn -q -B -Dquick -DskipTests -pl benchmarks -am test-compile \
        org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath -Dmdep.outputFile=target/classpath.txt
    java -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath.txt)" "$@"
}

case "${1:-}" in
catalog)
    # Nanoseconds that the catalog transform adds to a record in steady state, and what it allocates.
    run io.millrace.connect.benchmarks.CatalogBenchmark
    ;;
encode)
    # Struct to wire bytes, ours against the official client's way through JSON; ns and bytes allocated for a row.
    run io.millrace.connect.benchmarks.EncodeBenchmark
    ;;
*)
    echo "usage: benchmarks/run.sh catalog|encode" >&2
    exit 2
    ;;
esac
