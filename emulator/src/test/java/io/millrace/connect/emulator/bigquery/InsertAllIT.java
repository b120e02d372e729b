// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.InsertAllResponse;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Trigger;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** insertAll's limits, its errors by row, and how late it sees what was changed. */
class InsertAllIT {
    private LoadFixture world;

    @BeforeEach
    void start() {
        world = new LoadFixture(Emulator.builder());
        world.sql("CREATE TABLE d.t (id INT64)");
        world.clock.advance(Duration.ofHours(1));
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    private InsertAllResponse insert(List<Map<String, Object>> rows) {
        InsertAllRequest.Builder request = InsertAllRequest.newBuilder(LoadFixture.TABLE);
        rows.forEach(request::addRow);
        return world.bigquery.insertAll(request.build());
    }

    private HttpResponse<String> post(byte[] body, String encoding) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                        world.emulator.restEndpoint() + "/bigquery/v2/projects/p/datasets/d/tables/t/insertAll"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!encoding.isEmpty()) {
            request.header("Content-Encoding", encoding);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private List<List<Object>> ids() {
        return world.rows("SELECT id FROM d.t ORDER BY id");
    }

    @Test
    void aZippedBodyIsRead() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write("{\"rows\": [{\"json\": {\"id\": \"1\"}}]}".getBytes(UTF_8));
        }

        assertThat(post(zipped.toByteArray(), "gzip").statusCode()).isEqualTo(200);
        assertThat(ids()).hasSize(1);
    }

    @Test
    void aBodyAboveTenMegabytesIs413AndTooManyRowsNoRowsLongIdsAndUnknownMembersAre400() throws Exception {
        assertThat(post(new byte[10_000_001], "").statusCode()).isEqualTo(413);
        assertThat(post("{\"rows\": []}".getBytes(UTF_8), "").statusCode()).isEqualTo(400);
        String many = "{\"rows\": [" + "{},".repeat(50_000) + "{}]}";
        assertThat(post(many.getBytes(UTF_8), "").body()).contains("limit: 50000");
        String id = "{\"rows\": [{\"insertId\": \"" + "x".repeat(129) + "\", \"json\": {\"id\": 1}}]}";
        assertThat(post(id.getBytes(UTF_8), "").body()).contains("\"reason\":\"invalid\"");
        assertThat(post("{\"rows\": [{\"row\": {\"id\": 1}}]}".getBytes(UTF_8), "")
                        .body())
                .contains("Unknown name");
        assertThat(post("{\"templateSuffix\": \"x\", \"rows\": [{\"json\": {}}]}".getBytes(UTF_8), "")
                        .statusCode())
                .isEqualTo(501);
        assertThat(ids()).isEmpty();
    }

    @Test
    void rowsThatFailForAnotherReasonThanTheSchemaDoNotStopTheOthers() {
        world.emulator
                .faults()
                .arm(Trigger.on("tabledata.insertAll").of("d.t"), new Fault.InsertErrors(List.of(1), "timeout"));

        InsertAllResponse answer = insert(List.of(Map.of("id", 1), Map.of("id", 2), Map.of("id", 3)));

        assertThat(answer.getInsertErrors()).containsOnlyKeys(1L);
        assertThat(answer.getErrorsFor(1).get(0).getReason()).isEqualTo("timeout");
        assertThat(ids()).containsExactly(List.of(1L), List.of(3L));
    }

    @Test
    void theIdOfARowThatFailedIsNotRemembered() {
        world.emulator
                .faults()
                .arm(Trigger.on("tabledata.insertAll").of("d.t"), new Fault.InsertErrors(List.of(1), "timeout"));
        InsertAllRequest both = InsertAllRequest.newBuilder(LoadFixture.TABLE)
                .addRow("a", Map.of("id", 1))
                .addRow("b", Map.of("id", 2))
                .build();

        world.bigquery.insertAll(both);
        world.bigquery.insertAll(both);

        assertThat(ids()).containsExactly(List.of(1L), List.of(2L));
    }

    @Test
    void anIdIsRememberedForAMinuteAndOfItsTableOnly() {
        InsertAllRequest once = InsertAllRequest.newBuilder(LoadFixture.TABLE)
                .addRow("a", Map.of("id", 1))
                .build();
        world.bigquery.insertAll(once);
        world.bigquery.insertAll(once);
        assertThat(ids()).hasSize(1);

        world.clock.advance(Duration.ofMinutes(2));
        world.bigquery.insertAll(once);

        assertThat(ids()).hasSize(2);
    }

    @Test
    void aYoungTableIsNotFoundAndAYoungColumnIsUnknownForAWhile() {
        world.emulator.faults().arm(Trigger.on("*").of("d.*").always(), new Fault.TableLate(Duration.ofMinutes(1)));
        insert(List.of(Map.of("id", 1)));
        world.sql("ALTER TABLE d.t ADD COLUMN more INT64");
        assertThat(insert(List.of(Map.of("id", 2, "more", 2)))
                        .getErrorsFor(0)
                        .get(0)
                        .getMessage())
                .isEqualTo("no such field: more.");
        world.clock.advance(Duration.ofMinutes(2));
        assertThat(insert(List.of(Map.of("id", 2, "more", 2))).hasErrors()).isFalse();

        world.sql("CREATE TABLE d.young (id INT64)");
        BigQueryException refused = catchThrowableOfType(
                BigQueryException.class,
                () -> world.bigquery.insertAll(InsertAllRequest.newBuilder("d", "young")
                        .addRow(Map.of("id", 1))
                        .build()));
        assertThat(refused.getCode()).isEqualTo(404);
        assertThat(refused.getReason()).isEqualTo("notFound");
    }

    @Test
    void rowsForATableThatWasMadeAnewAreAcknowledgedAndLostForAWhile() {
        world.emulator.faults().arm(Trigger.on("*").of("d.t").always(), new Fault.TableLate(Duration.ofMinutes(1)));
        insert(List.of(Map.of("id", 1)));
        world.sql("CREATE OR REPLACE TABLE d.t (id INT64)");

        assertThat(insert(List.of(Map.of("id", 2))).hasErrors()).isFalse();
        assertThat(ids()).isEmpty();
        world.clock.advance(Duration.ofMinutes(2));
        insert(List.of(Map.of("id", 3)));

        assertThat(ids()).containsExactly(List.of(3L));
    }

    @Test
    void partitionsTooFarAwayAreRefusedByRow() {
        world.sql("CREATE OR REPLACE TABLE d.t (id INT64, day DATE) PARTITION BY day");

        InsertAllResponse answer = insert(List.of(Map.of("id", 1, "day", "1999-01-01")));

        assertThat(answer.getErrorsFor(0).get(0).getReason()).isEqualTo("invalid");
        assertThat(answer.getErrorsFor(0).get(0).getLocation()).isEqualTo("day");
    }

    @Test
    void aColumnsTypeCannotBeChangedForHoursAfterStreaming() {
        insert(List.of(Map.of("id", 1)));

        assertThatThrownBy(() -> world.sql("ALTER TABLE d.t ALTER COLUMN id SET DATA TYPE NUMERIC"))
                .hasMessageContaining("while data is streamed into table p:d.t");
        world.clock.advance(Duration.ofHours(5).plusSeconds(1));
        world.sql("ALTER TABLE d.t ALTER COLUMN id SET DATA TYPE NUMERIC");
    }

    @Test
    void statementsDoNotChangeRowsForHalfAnHourAfterStreaming() {
        insert(List.of(Map.of("id", 1)));

        for (String statement : List.of(
                "UPDATE d.t SET id = 2 WHERE true",
                "DELETE FROM d.t WHERE true",
                "MERGE d.t USING (SELECT 2 AS id) s ON FALSE WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)",
                "TRUNCATE TABLE d.t")) {
            assertThatThrownBy(() -> world.sql(statement))
                    .as(statement)
                    .hasMessageContaining("would affect rows in the streaming buffer");
        }
        world.sql("INSERT INTO d.t (id) VALUES (3)");
        world.clock.advance(Duration.ofMinutes(30));
        world.sql("DELETE FROM d.t WHERE id = 1");

        assertThat(ids()).containsExactly(List.of(3L));
    }

    @Test
    void thrownAwayRowsAreCountedWithoutBeingRead() throws Exception {
        world.close();
        world = new LoadFixture(Emulator.builder().discard(true));
        world.sql("CREATE TABLE d.t (id INT64)");
        world.put("o.avro", LoadFixture.avroFile("zstandard", LoadFixture.recordOf("\"long\""), Map.of("c", 1L)));
        world.put("o.json", "{\"id\": 1}\n{\"id\": 2}\n");

        insert(List.of(Map.of("id", 1), Map.of("id", 2)));
        world.done(LoadFixture.avro("gs://b/o.avro").build());
        world.done(LoadFixture.json("gs://b/o.json").build());

        assertThat(world.emulator.discarded().byTable())
                .hasEntrySatisfying("p.d.t", sums -> assertThat(sums.rows()).isEqualTo(5));
        assertThat(ids()).isEmpty();
    }
}
