// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.TableResult;
import io.millrace.connect.emulator.faults.FaultPlan;
import io.millrace.connect.emulator.faults.Journal;
import io.millrace.connect.emulator.http.HttpFront;
import io.millrace.connect.emulator.http.Router;
import io.millrace.connect.emulator.load.ObjectReader;
import io.millrace.connect.emulator.query.QueryEngine;
import io.millrace.connect.emulator.store.Warehouse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The BigQuery part alone, with objects in a map; a client of Google's to talk to it. */
final class BigQueryServer implements AutoCloseable {
    final Warehouse warehouse = Warehouse.inMemory(Clock.systemUTC());
    final Map<String, byte[]> objects = new TreeMap<>();
    final BigQuery client;
    final FaultPlan faults = new FaultPlan(/* seed= */ 1);
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    private final HttpFront front;

    BigQueryServer() throws IOException {
        Router router = new Router();
        BigQuerySettings settings = new BigQuerySettings(
                faults,
                new Journal(Clock.systemUTC()),
                timer,
                /* loadsPerTable= */ 1_500,
                /* loadsPerProject= */ 100_000,
                /* discarded= */ null);
        BigQueryRoutes.add(router, warehouse, new QueryEngine(warehouse), reader(), settings);
        front = HttpFront.start(0, router);
        client = BigQueryOptions.newBuilder()
                .setProjectId("test")
                .setHost("http://127.0.0.1:" + front.port())
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService();
    }

    /** Runs a statement to its end. */
    TableResult query(String sql) throws InterruptedException {
        return client.query(QueryJobConfiguration.of(sql));
    }

    private ObjectReader reader() {
        return new ObjectReader() {
            @Override
            public Optional<String> location(String bucket) {
                return Optional.of("US");
            }

            @Override
            public List<String> list(String bucket, String prefix) {
                return objects.keySet().stream()
                        .filter(name -> name.startsWith(prefix))
                        .toList();
            }

            @Override
            public Optional<InputStream> open(String bucket, String name) {
                return Optional.ofNullable(objects.get(name)).map(ByteArrayInputStream::new);
            }
        };
    }

    @Override
    public void close() {
        front.close();
        timer.shutdownNow();
        warehouse.close();
    }
}
