// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks.growth;

import static io.millrace.connect.benchmarks.growth.Growth.Law.FLAT;
import static io.millrace.connect.benchmarks.growth.Growth.Law.LINEAR;

import io.millrace.connect.benchmarks.growth.Cost.Work;
import io.millrace.connect.dlp.DlpTransform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** The masking transform: what a record costs. */
final class MaskGrowth {
    private static final int COLUMNS = 20;
    private static final int PORTION = 500;

    void measure(Growth growth) {
        growth.measure(
                "schemas that are masked", "schemas", FLAT, MaskGrowth::schemas, 100, 1_000, 1_001, 2_000, 4_000);
        growth.measure(
                "phrases of a dictionary with one first word",
                "phrases",
                FLAT,
                MaskGrowth::phrases,
                1_000,
                10_000,
                100_000);
        growth.measure(
                "characters of findings with an exclusion by infoTypes",
                "characters",
                LINEAR,
                MaskGrowth::exclusions,
                4_000,
                16_000,
                64_000);
        growth.measure(
                "characters that look like telephone numbers",
                "characters",
                LINEAR,
                MaskGrowth::telephones,
                4_000,
                16_000,
                64_000);
    }

    private static DlpTransform.Value<SinkRecord> masking(Map<String, String> more) {
        Map<String, String> config = new HashMap<>(Map.of("rules", "r", "rules.r.fields", "**"));
        config.putAll(more);
        DlpTransform.Value<SinkRecord> transform = new DlpTransform.Value<>();
        transform.configure(config);
        return transform;
    }

    private static Work over(DlpTransform.Value<SinkRecord> transform, int portion, IntFunction<SinkRecord> record) {
        return new Work() {
            private final List<SinkRecord> records = new ArrayList<>();
            private int made;

            @Override
            public void prepare() {
                records.clear();
                for (int i = 0; i < portion; i++) {
                    records.add(record.apply(made++));
                }
            }

            @Override
            public int portion() {
                records.forEach(transform::apply);
                return portion;
            }
        };
    }

    private static Work schemas(int count) {
        List<Schema> schemas = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SchemaBuilder schema = SchemaBuilder.struct().name("version" + i);
            IntStream.range(0, COLUMNS).forEach(field -> schema.field("field" + field, Schema.STRING_SCHEMA));
            schemas.add(schema.build());
        }
        DlpTransform.Value<SinkRecord> transform =
                masking(Map.of("rules.r.fields", "field1,field5", "rules.r.transform", "redact"));
        return over(transform, PORTION, i -> {
            Struct value = new Struct(schemas.get(i % count));
            for (Field field : value.schema().fields()) {
                value.put(field, "some text");
            }
            return new SinkRecord("t", 0, null, null, value.schema(), value, i);
        });
    }

    private static SinkRecord text(String text) {
        return new SinkRecord("t", 0, null, null, Schema.STRING_SCHEMA, text, 0);
    }

    private static Work phrases(int count) {
        String dictionary = IntStream.range(0, count)
                .mapToObj(i -> "patient number" + i + " x")
                .collect(Collectors.joining(","));
        DlpTransform.Value<SinkRecord> transform = masking(Map.of(
                "custom.types", "PHRASES",
                "custom.PHRASES.dictionary", dictionary,
                "rules.r.info.types", "PHRASES",
                "rules.r.transform", "replace-with-info-type"));
        SinkRecord record = text("patient of somebody, patient again; ".repeat(28));
        return over(transform, 20, i -> record);
    }

    private static Work exclusions(int characters) {
        DlpTransform.Value<SinkRecord> transform = masking(Map.of(
                "exclusions", "e",
                "exclusions.e.types", "EMAIL_ADDRESS",
                "exclusions.e.info.types", "IP_ADDRESS",
                "exclusions.e.match", "partial",
                "rules.r.info.types", "EMAIL_ADDRESS,IP_ADDRESS",
                "rules.r.transform", "replace-with-info-type"));
        SinkRecord record = text("a@b.de 10.0.0.1 ".repeat(characters / 16));
        return over(transform, 1, i -> record);
    }

    private static Work telephones(int characters) {
        DlpTransform.Value<SinkRecord> transform =
                masking(Map.of("rules.r.info.types", "PHONE_NUMBER", "rules.r.transform", "replace-with-info-type"));
        SinkRecord record = text("650 253 0000 ".repeat(characters / 13));
        return over(transform, 1, i -> record);
    }
}
