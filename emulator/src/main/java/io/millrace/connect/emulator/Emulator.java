// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator;

import io.grpc.BindableService;
import io.millrace.connect.emulator.bigquery.BigQueryRoutes;
import io.millrace.connect.emulator.bigquery.BigQuerySettings;
import io.millrace.connect.emulator.dlp.DlpService;
import io.millrace.connect.emulator.dlp.inspect.TrainedInfoTypes;
import io.millrace.connect.emulator.faults.FaultInterceptor;
import io.millrace.connect.emulator.faults.FaultPlan;
import io.millrace.connect.emulator.faults.FaultRoutes;
import io.millrace.connect.emulator.faults.Journal;
import io.millrace.connect.emulator.gcs.GcsRoutes;
import io.millrace.connect.emulator.gcs.ObjectStore;
import io.millrace.connect.emulator.http.Batch;
import io.millrace.connect.emulator.http.Handler;
import io.millrace.connect.emulator.http.HttpFront;
import io.millrace.connect.emulator.http.Response;
import io.millrace.connect.emulator.http.Router;
import io.millrace.connect.emulator.query.QueryEngine;
import io.millrace.connect.emulator.storagewrite.StorageWriteService;
import io.millrace.connect.emulator.storagewrite.WriteSettings;
import io.millrace.connect.emulator.store.DiscardStats;
import io.millrace.connect.emulator.store.Permissions;
import io.millrace.connect.emulator.store.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A running emulator: BigQuery and GCS as JSON over HTTP on one loopback port, BigQuery Storage Write over gRPC on
 * another. Clients connect without credentials and in plaintext.
 *
 * <pre>{@code
 * try (Emulator emulator = Emulator.builder().start()) {
 *     BigQueryOptions.newBuilder().setProjectId("p").setHost(emulator.restEndpoint())…
 *     emulator.faults().arm(Trigger.on("AppendRows").of("d.orders").at(3), new Fault.LoseAck());
 *     …
 *     emulator.queries().select("p", "SELECT COUNT(*) FROM d.orders");
 * }
 * }</pre>
 */
public final class Emulator implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final FaultPlan faults;
    private final Journal journal;
    private final DiscardStats discarded = new DiscardStats();
    private final Warehouse warehouse;
    private final QueryEngine queries;
    private final ObjectStore objects;
    private final HttpFront http;
    private final GrpcFront grpc;

    private Emulator(Builder builder) throws IOException {
        faults = new FaultPlan(builder.faultSeed);
        journal = new Journal(builder.clock);
        try {
            warehouse = opened(builder.openWarehouse());
            queries = new QueryEngine(warehouse);
            Path data = builder.data;
            objects = new ObjectStore(data == null ? null : data.resolve("gcs"), builder.clock);
            ScheduledExecutorService timer = threads("emulator-timer", 1);
            ScheduledExecutorService jobs = threads("emulator-jobs", 2);
            http = opened(HttpFront.start(builder.port, handler(builder, jobs)));
            grpc = opened(GrpcFront.start(builder.grpcPort, services(builder, timer)));
        } catch (IOException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    private ScheduledExecutorService threads(String name, int count) {
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(count, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        parts.push(() -> {
            threads.shutdownNow();
            // The store closes after this: no job may be at work on it then.
            boolean unused = threads.awaitTermination(10, TimeUnit.SECONDS);
        });
        return threads;
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    private List<BindableService> services(Builder builder, ScheduledExecutorService timer) {
        WriteSettings settings = new WriteSettings(
                builder.clock, builder.maxRequestBytes, builder.idleLimit, builder.discard ? discarded : null);
        return List.of(
                new StorageWriteService(warehouse, settings, faults, journal, timer),
                new DlpService(faults, journal, timer, new TrainedInfoTypes(builder.trained)));
    }

    private Handler handler(Builder builder, ScheduledExecutorService jobs) {
        Router router = new Router();
        new FaultRoutes(faults, journal).addTo(router);
        router.add("GET", "/discard/stats", request -> Response.json(discardStats()));
        BigQuerySettings settings = new BigQuerySettings(
                faults,
                journal,
                jobs,
                builder.loadsPerTable,
                builder.loadsPerProject,
                builder.discard ? discarded : null);
        BigQueryRoutes.add(router, warehouse, queries, objects, settings);
        GcsRoutes.add(router, objects, warehouse.permissions());
        FaultInterceptor interceptor = new FaultInterceptor(faults, journal);
        Handler intercepted = request -> interceptor.intercept(request, router);
        router.add("POST", "/batch{path+}", new Batch(intercepted));
        return intercepted;
    }

    private Map<String, Object> discardStats() {
        Map<String, Object> tables = new LinkedHashMap<>();
        discarded
                .byTable()
                .forEach((table, sums) -> tables.put(
                        table, Map.of("requests", sums.requests(), "rows", sums.rows(), "bytes", sums.bytes())));
        return Map.of("tables", tables);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** {@code http://127.0.0.1:port}: the host of BigQuery's, GCS's and the emulator's own JSON APIs. */
    public String restEndpoint() {
        return "http://127.0.0.1:" + http.port();
    }

    /** {@code 127.0.0.1:port}, plaintext. */
    public String grpcEndpoint() {
        return "127.0.0.1:" + grpc.port();
    }

    /** Everything that is kept, also by SQL. */
    public Warehouse warehouse() {
        return warehouse;
    }

    /** Runs GoogleSQL on what is kept. */
    public QueryEngine queries() {
        return queries;
    }

    /** Buckets and what is in them. */
    public ObjectStore objects() {
        return objects;
    }

    /** What breaks, and when. */
    public FaultPlan faults() {
        return faults;
    }

    /** What came over the wire. */
    public Journal journal() {
        return journal;
    }

    /** Which rights callers have; all, until denied. */
    public Permissions permissions() {
        return warehouse.permissions();
    }

    /** What {@link Builder#discard} threw away. */
    public DiscardStats discarded() {
        return discarded;
    }

    /** Stops the fronts, then closes the store. */
    @Override
    public void close() {
        faults.clear();
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception failure) {
                throw new IllegalStateException("the emulator did not stop cleanly", failure);
            }
        }
    }

    /** How to start one; free ports, memory only, BigQuery's limits unless told otherwise. */
    public static final class Builder {
        private int port;
        private int grpcPort;
        private @Nullable Path data;
        private boolean discard;
        private long maxRequestBytes = 20_000_000;
        private Duration idleLimit = Duration.ofMinutes(10);
        private long faultSeed = 1;
        private long loadsPerTable = 1_500;
        private long loadsPerProject = 100_000;
        private Clock clock = Clock.systemUTC();
        private final Map<String, List<String>> trained = new HashMap<>();

        private Builder() {}

        /** For HTTP; 0 takes any free one. */
        public Builder port(int wanted) {
            port = wanted;
            return this;
        }

        /** For gRPC; 0 takes any free one. */
        public Builder grpcPort(int wanted) {
            grpcPort = wanted;
            return this;
        }

        /** Keeps tables and objects in this directory, which is created where missing. */
        public Builder data(Path directory) {
            data = directory;
            return this;
        }

        /** Acknowledges rows and throws them away, for benchmarks; tables must exist all the same. */
        public Builder discard(boolean wanted) {
            discard = wanted;
            return this;
        }

        /** Largest AppendRows request; BigQuery's limit is 20 MB, for older clients 10 MB. */
        public Builder maxRequestBytes(long bytes) {
            maxRequestBytes = bytes;
            return this;
        }

        /** An AppendRows connection that carries nothing for so long is closed with ABORTED; BigQuery waits 600 s. */
        public Builder idleLimit(Duration limit) {
            idleLimit = limit;
            return this;
        }

        /** Load jobs that a table and a project may have in 24 hours; BigQuery allows 1,500 and 100,000. */
        public Builder loadQuota(long perTable, long perProject) {
            loadsPerTable = perTable;
            loadsPerProject = perProject;
            return this;
        }

        /** Decides the chances of faults with a probability. */
        public Builder faultSeed(long seed) {
            faultSeed = seed;
            return this;
        }

        /** The time of streams, journal and metadata. */
        public Builder clock(Clock wanted) {
            clock = wanted;
            return this;
        }

        /** An infoType that Cloud DLP finds by a trained model, as PERSON_NAME; here it is these phrases. */
        public Builder trainedInfoType(String name, String... phrases) {
            trained.put(name, List.of(phrases));
            return this;
        }

        private Warehouse openWarehouse() throws IOException {
            Path directory = data;
            return directory == null
                    ? Warehouse.inMemory(clock)
                    : Warehouse.at(Files.createDirectories(directory), clock);
        }

        public Emulator start() {
            try {
                return new Emulator(this);
            } catch (IOException failure) {
                throw new UncheckedIOException("the emulator cannot start", failure);
            }
        }
    }
}
