// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static io.millrace.connect.bigquery.model.ColumnMode.NULLABLE;
import static io.millrace.connect.bigquery.model.ColumnMode.REPEATED;
import static io.millrace.connect.bigquery.model.ColumnMode.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.connect.bigquery.encode.RandomKinds.Kind;
import io.millrace.connect.bigquery.encode.avro.AvroFormat;
import io.millrace.connect.bigquery.encode.json.JsonDialect;
import io.millrace.connect.bigquery.encode.json.JsonFormat;
import io.millrace.connect.bigquery.encode.value.IntervalText;
import io.millrace.connect.bigquery.encode.value.JsonText;
import io.millrace.connect.bigquery.encode.value.UnfitValueException;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.testkit.Seeded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A value of any kind for a column of any type, wherever the column is: every form of the row says the same, or is refused
 * for the same reason. Files are also refused for texts that are no JSON and no INTERVAL, for which BigQuery would refuse all
 * of a file.
 */
class KindsAgreeTest {
    private static final List<ColumnType> TYPES = List.of(ColumnType.values());
    private static final JsonMapper JSON = new JsonMapper();
    private static final String NO_DOCUMENT = "the text is no JSON";
    private static final String NO_INTERVAL = "the text is no INTERVAL";

    private final Encoding proto = new Encoding();
    private final Encoding avro = proto.as(new AvroFormat());
    private final Encoding insert = proto.as(new JsonFormat(JsonDialect.INSERT_ALL));
    private final Encoding lines = proto.as(new JsonFormat(JsonDialect.LINES));

    @Test
    void everyKindInEveryColumnIsTheSameInEveryForm() {
        int[] written = new int[1];
        Seeded.tries("everyKindInEveryColumnIsTheSameInEveryForm", 1_500, random -> {
            Kind kind = new RandomKinds(random).any();
            Column column = column(random);
            boolean nested = random.nextBoolean();
            TableShape live = live(column, nested, random);
            SinkRecord record = record(kind, column.mode() == REPEATED, nested);

            Object expected = outcome(record, proto, live, Decoded::row);

            written[0] += expected instanceof Map ? 1 : 0;
            ensure(expected, outcome(record, insert, live, row -> DecodedJson.row(row, JsonDialect.INSERT_ALL)), live);
            ensure(expected, outcome(record, avro, live, DecodedAvro::row), live);
            ensure(expected, outcome(record, lines, live, row -> DecodedJson.row(row, JsonDialect.LINES)), live);
        });

        assertThat(written[0]).isGreaterThan(150);
    }

    private static Column column(Random random) {
        ColumnType type = TYPES.get(random.nextInt(TYPES.size()));
        ColumnMode mode = random.nextInt(4) == 0 ? REPEATED : random.nextBoolean() ? NULLABLE : REQUIRED;
        return type != ColumnType.RECORD
                ? Column.of("f", type, mode)
                : Column.record(
                        "f",
                        mode,
                        List.of(
                                Column.of("a", ColumnType.JSON, NULLABLE),
                                Column.of("value", ColumnType.BYTES, NULLABLE),
                                Column.of("b", ColumnType.STRING, NULLABLE),
                                Column.of("scale", ColumnType.INT64, NULLABLE)));
    }

    private static TableShape live(Column column, boolean nested, Random random) {
        List<Column> columns = new ArrayList<>(List.of(
                column,
                Column.of("more", ColumnType.DATE, NULLABLE),
                Column.of("most", ColumnType.NUMERIC, REPEATED),
                Column.of("g", ColumnType.INT64, REQUIRED)));
        Collections.shuffle(columns, random);
        return new TableShape(nested ? List.of(Column.record("r", NULLABLE, columns)) : columns);
    }

    private static SinkRecord record(Kind kind, boolean repeated, boolean nested) {
        Object value = repeated ? Arrays.asList(kind.value(), kind.value()) : kind.value();
        if (kind.schema() == null) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("g", 7);
            map.put("f", value);
            return Encoding.record(null, nested ? Map.of("r", map) : map);
        }
        Schema field = repeated ? SchemaBuilder.array(kind.schema()).build() : kind.schema();
        Schema schema = SchemaBuilder.struct()
                .field("g", Schema.INT64_SCHEMA)
                .field("f", field)
                .build();
        Struct struct = new Struct(schema).put("g", 7L).put("f", value);
        return nested ? Encoding.field(schema, struct, "r") : Encoding.record(schema, struct);
    }

    /** What the row says, or why there is none. */
    private static Object outcome(
            SinkRecord record, Encoding encoding, TableShape live, Function<Row, Map<String, Object>> decoded) {
        Row row;
        try {
            row = encoding.encode(record, live);
        } catch (DataException refused) {
            return String.valueOf(refused.getMessage());
        }
        return decoded.apply(row);
    }

    private static void ensure(Object expected, Object found, TableShape live) {
        if (found instanceof String refused && expected instanceof Map<?, ?> row) {
            assertThat(refused).containsAnyOf(NO_DOCUMENT, NO_INTERVAL);
            assertThat(plain(row, live.columns()).toString())
                    .contains(refused.contains(NO_DOCUMENT) ? NO_DOCUMENT : NO_INTERVAL);
        } else if (expected instanceof Map<?, ?> row && found instanceof Map<?, ?> other) {
            assertThat(plain(other, live.columns())).isEqualTo(plain(row, live.columns()));
        } else {
            assertThat(found).isEqualTo(expected);
        }
    }

    /** Documents as trees, whose nulls are none, and intervals complete: as BigQuery stores them. */
    private static Map<String, @Nullable Object> plain(Map<?, ?> row, List<Column> columns) {
        Map<String, @Nullable Object> plain = new HashMap<>();
        for (Column column : columns) {
            Object value = row.get(column.name());
            if (value instanceof List<?> list) {
                plain.put(
                        column.name(),
                        list.stream().map(each -> plain(each, column)).toList());
            } else if (value != null && plain(value, column) != null) {
                plain.put(column.name(), plain(value, column));
            }
        }
        return plain;
    }

    private static @Nullable Object plain(Object value, Column column) {
        return switch (column.type()) {
            case RECORD -> plain((Map<?, ?>) value, column.fields());
            case JSON -> document((String) value);
            case INTERVAL -> interval((String) value);
            default -> value;
        };
    }

    private static @Nullable Object document(String text) {
        if (!JsonText.isDocument(text)) {
            return NO_DOCUMENT;
        }
        try {
            JsonNode tree = JSON.readTree(text);
            return tree.isNull() ? null : tree;
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String interval(String text) {
        try {
            return IntervalText.complete(text);
        } catch (UnfitValueException none) {
            return NO_INTERVAL;
        }
    }
}
