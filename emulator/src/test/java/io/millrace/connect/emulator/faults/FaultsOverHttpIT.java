// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.NoCredentials;
import com.google.cloud.ServiceOptions;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import io.millrace.connect.emulator.Emulator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults armed by HTTP, as the BigQuery client runs into them. */
class FaultsOverHttpIT {
    private final HttpClient http = HttpClient.newHttpClient();
    private Emulator emulator;
    private BigQuery bigquery;

    @BeforeEach
    void start() {
        emulator = Emulator.builder().start();
        bigquery = BigQueryOptions.newBuilder()
                .setProjectId("p")
                .setHost(emulator.restEndpoint())
                .setCredentials(NoCredentials.getInstance())
                .setRetrySettings(ServiceOptions.getNoRetrySettings())
                .build()
                .getService();
        bigquery.create(DatasetInfo.of(DatasetId.of("p", "d")));
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(emulator.restEndpoint() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private void createTable() {
        Schema schema = Schema.of(Field.of("id", StandardSQLTypeName.INT64));
        bigquery.create(TableInfo.of(TableId.of("p", "d", "t"), StandardTableDefinition.of(schema)));
    }

    @Test
    void aRefusedCallHasNoEffectAndTheClientSeesStatusAndReason() throws Exception {
        send(
                "POST",
                "/faults",
                "{\"method\": \"tables.insert\", \"resource\": \"d.t\", \"fault\": \"refuse-http\", \"status\": 403,"
                        + " \"reason\": \"rateLimitExceeded\"}");

        assertThatThrownBy(this::createTable).isInstanceOfSatisfying(BigQueryException.class, refused -> {
            assertThat(refused.getCode()).isEqualTo(403);
            assertThat(refused.getReason()).isEqualTo("rateLimitExceeded");
        });
        assertThat(bigquery.getTable(TableId.of("p", "d", "t"))).isNull();
        createTable();
        assertThat(bigquery.getTable(TableId.of("p", "d", "t"))).isNotNull();
    }

    @Test
    void aLostAnswerHidesAnEffect() throws Exception {
        send("POST", "/faults", "{\"method\": \"tables.insert\", \"fault\": \"lose-ack\"}");

        assertThatThrownBy(this::createTable).isInstanceOf(BigQueryException.class);

        assertThat(bigquery.getTable(TableId.of("p", "d", "t"))).isNotNull();
        assertThat(send("GET", "/faults/journal?method=tables.insert", "").body())
                .contains("\"outcome\":\"lose-ack\"")
                .contains("\"resource\":\"p.d.t\"");
    }

    @Test
    void armedFaultsAndCountersCanBeRead() throws Exception {
        String ids = send("POST", "/faults", "[{\"fault\": \"close\", \"method\": \"FlushRows\"}]")
                .body();

        assertThat(ids).isEqualTo("{\"ids\":[1]}");
        assertThat(send("GET", "/faults", "").body()).contains("\"fault\":\"close\"", "\"firings\":0");
        assertThat(send("GET", "/faults/counters", "").body()).contains("\"method\":\"datasets.insert\"");
        assertThat(send("DELETE", "/faults/1", "").statusCode()).isEqualTo(204);
        assertThat(send("DELETE", "/faults/1", "").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/faults", "{\"fault\": \"clsoe\"}").statusCode())
                .isEqualTo(400);
    }
}
