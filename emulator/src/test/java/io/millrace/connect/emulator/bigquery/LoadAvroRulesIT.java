// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import io.millrace.connect.emulator.Emulator;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a load of Avro takes and refuses, by Google's page on it. */
class LoadAvroRulesIT {
    private static final String DECIMAL =
            "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":%d,\"scale\":%d}";

    private LoadFixture world;

    @BeforeEach
    void start() {
        world = new LoadFixture(Emulator.builder());
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    private void file(String fieldType, Object value) throws Exception {
        world.put("o.avro", LoadFixture.avroFile("zstandard", LoadFixture.recordOf(fieldType), Map.of("c", value)));
    }

    private static LoadJobConfiguration.Builder load() {
        return LoadFixture.avro("gs://b/o.avro");
    }

    private static String nullable(String type) {
        return "[\"null\"," + type + "]";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DATE      | {'type':'int','logicalType':'date'}                    | INTEGER",
                "TIME      | {'type':'long','logicalType':'time-micros'}            | INTEGER",
                "TIMESTAMP | {'type':'long','logicalType':'timestamp-micros'}       | INTEGER",
                "DATETIME  | {'type':'long','logicalType':'local-timestamp-micros'} | INTEGER"
            })
    void withoutLogicalTypesTheUnderlyingTypeCounts(String column, String avro, String found) throws Exception {
        world.sql("CREATE TABLE d.t (c " + column + ")");
        file(nullable(avro.replace('\'', '"')), avro.contains("int'") ? (Object) 1 : (Object) 1L);

        BigQueryError error = world.failure(load().setUseAvroLogicalTypes(false).build());

        assertThat(error.getReason()).isEqualTo("invalid");
        assertThat(error.getMessage())
                .isEqualTo("Provided Schema does not match Table p:d.t. Field c has changed type from " + column
                        + " to " + found);
        assertThat(world.done(load().build()).getStatus().getError()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "NUMERIC, 38, 9, true",
        "BIGNUMERIC, 38, 9, false",
        "BIGNUMERIC, 38, 10, true",
        "BIGNUMERIC, 77, 38, true",
        "NUMERIC, 39, 9, false"
    })
    void aDecimalGoesWherePrecisionAndScaleSay(String column, int precision, int scale, boolean fits) throws Exception {
        world.sql("CREATE TABLE d.t (c " + column + ")");
        byte[] value = new BigDecimal("-1.5").setScale(scale).unscaledValue().toByteArray();
        file(nullable(DECIMAL.formatted(precision, scale)), ByteBuffer.wrap(value));

        LoadJobConfiguration both =
                load().setDecimalTargetTypes(List.of("BIGNUMERIC", "NUMERIC")).build();

        assertThat(world.done(both).getStatus().getError() == null).isEqualTo(fits);
        if (fits) {
            assertThat((BigDecimal) world.rows("SELECT c FROM d.t").get(0).get(0))
                    .isEqualByComparingTo("-1.5");
        }
    }

    @Test
    void theFilesModesAreTheTables() throws Exception {
        world.sql("CREATE TABLE d.t (c INT64 NOT NULL)");
        file(nullable("\"long\""), 1L);
        assertThat(world.failure(load().build()).getMessage())
                .endsWith("Field c has changed mode from REQUIRED to NULLABLE");

        world.sql("CREATE OR REPLACE TABLE d.t (c INT64)");
        file("\"long\"", 1L);
        assertThat(world.failure(load().build()).getMessage())
                .endsWith("Field c has changed mode from NULLABLE to REQUIRED");
    }

    @Test
    void namesAreMatchedInAnyCaseAndAMissingColumnTakesItsDefault() throws Exception {
        world.sql("CREATE TABLE d.t (C INT64, more STRING DEFAULT 'x', none STRING)");
        file(nullable("\"long\""), 1L);

        assertThat(world.done(load().build()).getStatus().getError()).isNull();

        assertThat(world.rows("SELECT C, more, none FROM d.t").get(0)).containsExactly(1L, "x", null);
    }

    @Test
    void aFieldThatTheTableLacksIsRefusedUnlessItIsIgnored() throws Exception {
        world.sql("CREATE TABLE d.t (id INT64)");
        file(nullable("\"long\""), 1L);

        assertThat(world.failure(load().build()).getMessage()).endsWith("Cannot add fields (field: c)");
        assertThat(world.done(load().setIgnoreUnknownValues(true).build())
                        .getStatus()
                        .getError())
                .isNull();
        assertThat(world.rows("SELECT id FROM d.t")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"JSON, '{\"a\":1}', true", "GEOGRAPHY, POINT(1 2), true", "DATETIME, 2024-01-02T03:04:05, false"})
    void textBecomesWhatTheJobsSchemaSaysButNoDatetime(String column, String text, boolean fits) throws Exception {
        world.sql("CREATE TABLE d.t (c " + column + ")");
        file(nullable("\"string\""), text);
        Schema schema = Schema.of(Field.of("c", StandardSQLTypeName.valueOf(column)));

        assertThat(world.failure(load().build()).getMessage())
                .endsWith("Field c has changed type from " + column + " to STRING");
        BigQueryError error =
                world.done(load().setSchema(schema).build()).getStatus().getError();

        if (fits) {
            assertThat(error).isNull();
        } else {
            assertThat(error.getMessage())
                    .isEqualTo("Field c has incompatible types. Configured schema: datetime; Avro file: string.");
        }
    }

    @Test
    void sqlTypeMakesTextJson() throws Exception {
        world.sql("CREATE TABLE d.t (c JSON)");
        file(nullable("{\"type\":\"string\",\"sqlType\":\"JSON\"}"), "{\"a\": [1]}");

        assertThat(world.done(load().build()).getStatus().getError()).isNull();
    }

    @Test
    void aValueThatDoesNotFitFailsTheJobAndNamesTheObject() throws Exception {
        world.sql("CREATE TABLE d.t (c STRING(2))");
        file(nullable("\"string\""), "long");
        world.put(
                "good.avro",
                LoadFixture.avroFile("null", LoadFixture.recordOf(nullable("\"string\"")), Map.of("c", "x")));

        BigQueryError error = world.failure(LoadFixture.avro("gs://b/good.avro", "gs://b/o.avro")
                .setMaxBadRecords(5)
                .build());

        assertThat(error.getReason()).isEqualTo("invalid");
        assertThat(error.getLocation()).isEqualTo("gs://b/o.avro");
        assertThat(error.getMessage()).contains("Field c: maximum length 2").endsWith("File: gs://b/o.avro");
        assertThat(world.rows("SELECT * FROM d.t")).isEmpty();
    }

    @Test
    void aFileThatIsZippedOfAnotherCodecOrBrokenIsRefused() throws Exception {
        world.sql("CREATE TABLE d.t (c INT64)");
        String schema = LoadFixture.recordOf(nullable("\"long\""));
        byte[] good = LoadFixture.avroFile("deflate", schema, Map.of("c", 1L));
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(good);
        }
        world.put("o.avro", zipped.toByteArray());
        assertThat(world.failure(load().build()).getReason()).isEqualTo("invalid");

        world.put("o.avro", LoadFixture.avroFile("bzip2", schema, Map.of("c", 1L)));
        assertThat(world.failure(load().build()).getMessage()).contains("codec bzip2");

        good[good.length - 20]++;
        world.put("o.avro", good);
        assertThat(world.failure(load().build()).getLocation()).isEqualTo("gs://b/o.avro");
    }

    @Test
    void aTableOfFlexibleNamesCannotBeLoadedFromAvro() throws Exception {
        world.sql("CREATE TABLE d.t (`größe` INT64)");
        // The names of Java's Avro library may be any letters; those of its specification, and BigQuery's, may not.
        world.put(
                "o.avro",
                LoadFixture.avroFile(
                        "null",
                        "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"größe\",\"type\":[\"null\",\"long\"]}]}",
                        Map.of("größe", 1L)));

        assertThat(world.failure(load().build()).getMessage()).contains("Invalid Avro name \"größe\"");
    }
}
