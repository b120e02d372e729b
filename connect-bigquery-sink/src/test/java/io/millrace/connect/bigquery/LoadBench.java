// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import io.millrace.connect.emulator.Emulator;

/** A bench whose tasks write by load jobs, in no time: a dataset and a bucket of its own. */
final class LoadBench {
    private LoadBench() {}

    static SinkBench of(Emulator emulator, String dataset) {
        return new SinkBench(emulator, dataset)
                .with("name", dataset)
                .with("write.method", "gcs-load")
                .with("gcs.endpoint", emulator.restEndpoint())
                .with("gcs.bucket", "bucket-" + dataset.replace('_', '-'))
                .with("gcs.bucket.create", "true")
                .with("load.interval.ms", "100");
    }
}
