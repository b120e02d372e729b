// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import io.grpc.Status;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.faults.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What goes wrong, by chance, with what a law's task writes by. */
enum LawFaults {
    STORAGE_WRITE("storage-write", "AppendRows") {
        @Override
        List<Fault> faults(Random random) {
            return List.of(
                    new Fault.LoseAck(),
                    new Fault.Close(Status.Code.UNAVAILABLE),
                    new Fault.Close(Status.Code.ABORTED),
                    new Fault.Close(PASSING.get(random.nextInt(PASSING.size()))),
                    new Fault.Refuse(Status.Code.INTERNAL, null, "again"),
                    new Fault.Refuse(Status.Code.RESOURCE_EXHAUSTED, null, "slower"),
                    new Fault.Refuse(Status.Code.NOT_FOUND, StorageErrorCode.TABLE_NOT_FOUND, "late"),
                    new Fault.RowErrors(List.of(0, random.nextInt(5)), random.nextBoolean()),
                    new Fault.AnnounceSchema(),
                    new Fault.Delay(Duration.ofMillis(1 + random.nextInt(300)), Moment.BEFORE),
                    new Fault.Delay(Duration.ofMillis(1 + random.nextInt(300)), Moment.AFTER));
        }
    },
    STREAMING_INSERT("streaming-insert", "tabledata.insertAll") {
        @Override
        List<Fault> faults(Random random) {
            return List.of(
                    new Fault.LoseAck(),
                    new Fault.Close(Status.Code.UNAVAILABLE),
                    new Fault.RefuseHttp(503, "backendError", "again"),
                    new Fault.RefuseHttp(500, "internalError", "again"),
                    new Fault.RefuseHttp(403, "quotaExceeded", "slower"),
                    new Fault.RefuseHttp(404, "notFound", "late"),
                    new Fault.RefuseHttp(413, "uploadTooLarge", "large"),
                    new Fault.InsertErrors(List.of(0, random.nextInt(5)), "invalid"),
                    new Fault.InsertErrors(List.of(1, random.nextInt(9)), "backendError"),
                    new Fault.Delay(Duration.ofMillis(1 + random.nextInt(300)), Moment.BEFORE),
                    new Fault.Delay(Duration.ofMillis(1 + random.nextInt(300)), Moment.AFTER));
        }
    };

    private static final List<Status.Code> PASSING = List.of(
            Status.Code.CANCELLED, Status.Code.INTERNAL, Status.Code.DEADLINE_EXCEEDED, Status.Code.RESOURCE_EXHAUSTED);

    /** The word of {@code write.method}. */
    final String method;
    /** What the emulator calls a request of it. */
    final String call;

    LawFaults(String method, String call) {
        this.method = method;
        this.call = call;
    }

    /** Each of which is to happen now and then. */
    abstract List<Fault> faults(Random random);

    /** Lets them happen; at most so late are tables seen. */
    void arm(SinkBench bench, Random random, int lateMs) {
        for (Fault fault : faults(random)) {
            bench.broken(on().withProbability(0.02 + random.nextDouble() * 0.06).always(), fault);
        }
        bench.broken(on().always(), new Fault.TableLate(Duration.ofMillis(random.nextInt(lateMs))));
    }

    /** A request that will happen. */
    Trigger on() {
        return Trigger.on(call);
    }
}
