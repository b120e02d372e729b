// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.faults;

import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import io.grpc.Status;
import io.millrace.connect.emulator.faults.Call.Surface;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a cloud fails. A fault waits for a call that it can happen to ({@link #surfaces}); whether the call
 * took effect is part of each fault's meaning, for that is what clients get wrong.
 */
public sealed interface Fault {
    /** As written in JSON: {@code lose-ack}, {@code refuse} … */
    String kind();

    /** What JSON holds besides the kind. */
    default Map<String, Object> arguments() {
        return Map.of();
    }

    default Set<Surface> surfaces() {
        return EnumSet.of(Surface.APPEND, Surface.GRPC, Surface.REST);
    }

    /** Before or after the call has taken effect. */
    enum Moment {
        BEFORE,
        AFTER
    }

    /** The call takes effect, then the connection breaks (gRPC: UNAVAILABLE; HTTP: closed without an answer). */
    record LoseAck() implements Fault {
        @Override
        public String kind() {
            return "lose-ack";
        }
    }

    /** The connection breaks before the call takes effect, on gRPC with this status. */
    record Close(Status.Code status) implements Fault {
        @Override
        public String kind() {
            return "close";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("status", status.name());
        }
    }

    /**
     * The call is refused and has no effect. An append's connection stays open: its response carries the error.
     *
     * @param error the {@code StorageError} detail, null for none
     */
    record Refuse(Status.Code status, @Nullable StorageErrorCode error, String message) implements Fault {
        @Override
        public String kind() {
            return "refuse";
        }

        @Override
        public Map<String, Object> arguments() {
            Map<String, Object> arguments = new LinkedHashMap<>();
            arguments.put("status", status.name());
            if (error != null) {
                arguments.put("error", error.name());
            }
            arguments.put("message", message);
            return arguments;
        }

        @Override
        public Set<Surface> surfaces() {
            return EnumSet.of(Surface.APPEND, Surface.GRPC);
        }
    }

    /** A call of a JSON API is refused with this HTTP status and reason, and has no effect. */
    record RefuseHttp(int status, String reason, String message) implements Fault {
        @Override
        public String kind() {
            return "refuse-http";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("status", status, "reason", reason, "message", message);
        }

        @Override
        public Set<Surface> surfaces() {
            return EnumSet.of(Surface.REST);
        }
    }

    /**
     * The call takes this much longer; what follows on the same append connection waits behind it. A load job stays
     * PENDING (before) or RUNNING (after) so long.
     */
    record Delay(Duration time, Moment moment) implements Fault {
        @Override
        public Set<Surface> surfaces() {
            return EnumSet.complementOf(EnumSet.of(Surface.INSERT));
        }

        @Override
        public String kind() {
            return "delay";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("ms", time.toMillis(), "when", moment.name());
        }
    }

    /**
     * No answer ever comes, nor to what follows on the same append connection; {@link FaultPlan#clear} breaks it. A load
     * job stays PENDING (before) or RUNNING (after) until then, and goes on.
     */
    record NeverAnswer(Moment moment) implements Fault {
        @Override
        public Set<Surface> surfaces() {
            return EnumSet.complementOf(EnumSet.of(Surface.INSERT));
        }

        @Override
        public String kind() {
            return "never-answer";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("when", moment.name());
        }
    }

    /**
     * These rows of an append are refused, so nothing of it is appended. Indexes beyond the request are left out; when
     * none is left the append goes through.
     *
     * @param bare without {@code response.error} beside the row errors: the Java client then reports success
     */
    record RowErrors(List<Integer> rows, boolean bare) implements Fault {
        public RowErrors {
            rows = List.copyOf(rows);
        }

        @Override
        public String kind() {
            return "row-errors";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("rows", rows, "bare", bare);
        }

        @Override
        public Set<Surface> surfaces() {
            return EnumSet.of(Surface.APPEND);
        }
    }

    /** A good append's response carries the table's schema as {@code updated_schema}, changed or not. */
    record AnnounceSchema() implements Fault {
        @Override
        public String kind() {
            return "announce-schema";
        }

        @Override
        public Set<Surface> surfaces() {
            return EnumSet.of(Surface.APPEND);
        }
    }

    /** A job ends with this error, and has done nothing. */
    record FailJob(String reason, String message) implements Fault {
        @Override
        public String kind() {
            return "fail-job";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("reason", reason, "message", message);
        }

        @Override
        public Set<Surface> surfaces() {
            return EnumSet.of(Surface.JOB);
        }
    }

    /**
     * These rows of an insertAll are not inserted, with this reason; all others are, as BigQuery does when the cause is not
     * the schema. Indexes beyond the request are left out.
     */
    record InsertErrors(List<Integer> rows, String reason) implements Fault {
        public InsertErrors {
            rows = List.copyOf(rows);
        }

        @Override
        public String kind() {
            return "insert-errors";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("rows", rows, "reason", reason);
        }

        @Override
        public Set<Surface> surfaces() {
            return EnumSet.of(Surface.INSERT);
        }
    }

    /**
     * Storage Write and insertAll see the table as it was this long ago: a young table is not found, a young column is
     * unknown, rows for a table that was made anew go, acknowledged, to the old one (insertAll). BigQuery does this for
     * minutes. Use it with {@link Trigger#always}.
     */
    record TableLate(Duration by) implements Fault {
        @Override
        public String kind() {
            return "table-late";
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("ms", by.toMillis());
        }

        @Override
        public Set<Surface> surfaces() {
            return EnumSet.of(Surface.APPEND, Surface.GRPC, Surface.INSERT);
        }
    }
}
