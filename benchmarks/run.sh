#!/usr/bin/env bash
# benchmarks/run.sh <name>: builds what the benchmark needs and runs it. The last line is its result.
set -euo pipefail
cd "$(dirname "$0")/.."

# Runs a main class of this module with everything it needs on the class path.
run() {
    run_after test-compile "$@"
}

# The same after a phase of the build; benchmarks that start workers need package.
run_after() {
    local phase=$1
    shift
    mvn -q -B -ntp -Dquick -DskipTests -pl benchmarks -am "$phase" \
        org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath -Dmdep.outputFile=target/classpath.txt
    java -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath.txt)" "$@"
}

case "${1:-}" in
catalog)
    # Nanoseconds that the catalog transform adds to a record in steady state, and how many times that with 1,000 kinds of
    # records in one topic; before that, what each allocates.
    run io.millrace.connect.benchmarks.CatalogBenchmark
    ;;
encode)
    # Struct to wire bytes, ours against the official client's way through JSON; ns and bytes allocated for a row.
    run io.millrace.connect.benchmarks.EncodeBenchmark
    ;;
files)
    # Struct to the bytes of a load job's file, Avro and lines of JSON, against a map and Gson for a row.
    run io.millrace.connect.benchmarks.FileBenchmark
    ;;
mask)
    # The default set of infoTypes in prose, digits and JSON, against twelve java.util.regex patterns; a record with and
    # without findings; worst-case growth.
    run io.millrace.connect.benchmarks.DetectBenchmark
    ;;
growth)
    # What a record costs as its fields, schemas, phrases and tables become more; the largest step above linear.
    run_after package io.millrace.connect.benchmarks.growth.GrowthBenchmark
    ;;
end-to-end)
    # The worker's CPU seconds per million rows from a topic to a discarding emulator, over a sink that drops its rows.
    run_after package io.millrace.connect.benchmarks.endtoend.EndToEndBenchmark
    ;;
load)
    # The same by load jobs, and the bytes of a row in Cloud Storage.
    run_after package io.millrace.connect.benchmarks.endtoend.LoadBenchmark
    ;;
load-tables)
    # Heap and threads of a worker whose one task loads one table, a hundred and a thousand.
    run_after package io.millrace.connect.benchmarks.endtoend.LoadTablesBenchmark
    ;;
insert)
    # The same by insertAll, and the bytes of a row on the wire.
    run_after package io.millrace.connect.benchmarks.endtoend.InsertBenchmark
    ;;
upsert)
    # The same by change data capture: each record is the row of its key.
    run_after package io.millrace.connect.benchmarks.endtoend.UpsertBenchmark
    ;;
*)
    echo "usage: benchmarks/run.sh catalog|encode|files|mask|growth|end-to-end|load|load-tables|insert|upsert" >&2
    exit 2
    ;;
esac
