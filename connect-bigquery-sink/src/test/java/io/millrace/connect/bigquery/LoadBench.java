// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.faults.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A bench whose tasks write by load jobs, in no time: a dataset and a bucket of its own. */
final class LoadBench {
    private LoadBench() {}

    static SinkBench of(Emulator emulator, String dataset) {
        return new SinkBench(emulator, dataset)
                .with("name", dataset)
                .with("write.method", "gcs-load")
                .with("gcs.endpoint", emulator.restEndpoint())
                .with("gcs.bucket", bucket(dataset))
                .with("gcs.bucket.create", "true")
                .with("load.interval.ms", "100");
    }

    static String bucket(String dataset) {
        return "bucket-" + dataset.replace('_', '-');
    }

    /** Calls fail and jobs end with passing errors, by chance. */
    static void breakLoads(Emulator emulator, String dataset, Random random) {
        List<Fault> passing = List.of(
                new Fault.LoseAck(),
                new Fault.RefuseHttp(503, "backendError", "later"),
                new Fault.RefuseHttp(429, "rateLimitExceeded", "slower"),
                new Fault.Delay(Duration.ofMillis(random.nextInt(200)), Moment.BEFORE));
        String bucket = bucket(dataset);
        for (Fault fault : passing) {
            arm(emulator, Trigger.on("objects.*").of(bucket + "/*"), 0.05, fault);
            arm(emulator, Trigger.on("jobs.insert").of("*" + dataset + "*"), 0.06, fault);
            arm(emulator, Trigger.on("jobs.get").of("*" + dataset + "*"), 0.06, fault);
        }
        String tables = dataset + ".*";
        arm(emulator, Trigger.on("jobs.run").of(tables), 0.1, new Fault.FailJob("backendError", "again"));
        arm(emulator, Trigger.on("jobs.run").of(tables), 0.05, new Fault.FailJob("notFound", "not there yet"));
        arm(emulator, Trigger.on("jobs.run").of(tables), 0.1, new Fault.Delay(Duration.ofMillis(300), Moment.BEFORE));
        arm(emulator, Trigger.on("jobs.run").of(tables), 0.1, new Fault.Delay(Duration.ofMillis(300), Moment.AFTER));
        arm(emulator, Trigger.on("tables.*").of(tables), 0.08, new Fault.RefuseHttp(503, "backendError", "later"));
    }

    /** Somebody alters a table of the law's records, if it is there and that is possible. */
    static void alter(SinkBench bench, Random random) {
        String table = LawRecords.TABLES.get(random.nextInt(LawRecords.TABLES.size()));
        List<String> changes = List.of(
                "ALTER COLUMN id DROP NOT NULL",
                "DROP COLUMN pad",
                "DROP COLUMN v" + random.nextInt(3),
                "ADD COLUMN v" + random.nextInt(3) + " STRING",
                "ALTER COLUMN v" + random.nextInt(3) + " SET DATA TYPE NUMERIC");
        try {
            bench.run("ALTER TABLE " + table + " " + changes.get(random.nextInt(changes.size())));
        } catch (RuntimeException impossible) {
            // as it is there is nothing to alter
        }
    }

    private static void arm(Emulator emulator, Trigger trigger, double probability, Fault fault) {
        emulator.faults().arm(trigger.withProbability(probability).always(), fault);
    }
}
