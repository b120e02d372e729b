// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static io.millrace.connect.dlp.Transforms.properties;
import static io.millrace.connect.dlp.Transforms.record;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.detect.Names;
import io.millrace.connect.dlp.detect.Specimen;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.testkit.Seeded;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The key of an entry of a map, with a schema or without, and the name of a header are labels as a field's name is. */
class EntryLabelsTest {

    private static final Schema MAP =
            SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build();
    private static final Schema RECORD =
            SchemaBuilder.struct().field("more", MAP).build();

    private final Map<BuiltInInfoType, DlpTransform.Value<SinkRecord>> values = new EnumMap<>(BuiltInInfoType.class);
    private final Map<BuiltInInfoType, DlpTransform.Headers<SinkRecord>> headers = new EnumMap<>(BuiltInInfoType.class);

    @Test
    void speakOfTheirValue() {
        List<Specimen> specimens = Specimen.all().stream()
                .filter(specimen -> !specimen.label().contains(":"))
                .toList();
        Seeded.tries("a key and a header's name are labels", 1_000, random -> {
            Specimen specimen = specimens.get(random.nextInt(specimens.size()));
            String name = Names.of(specimen, random);
            String bare = specimen.value().startsWith("+") ? specimen.value() : specimen.bare();
            String value = random.nextBoolean() ? specimen.value() : bare;

            assertThat(inMap(specimen.type(), name, value)).as("key %s", name).isEqualTo(masked(specimen));
            assertThat(inPlainMap(specimen.type(), name, value))
                    .as("name %s", name)
                    .isEqualTo(masked(specimen));
            assertThat(inHeader(specimen.type(), name, value))
                    .as("header %s", name)
                    .isEqualTo(masked(specimen));
        });
    }

    private static String masked(Specimen specimen) {
        return "[" + specimen.type() + "]";
    }

    private static Map<String, String> rule(BuiltInInfoType type, String fields) {
        return properties(
                "rules",
                "r",
                "rules.r.fields",
                fields,
                "rules.r.info.types",
                "*",
                "rules.r.transform",
                "replace-with-info-type",
                "info.types",
                type.name());
    }

    private DlpTransform.Value<SinkRecord> masking(BuiltInInfoType type) {
        return values.computeIfAbsent(type, key -> {
            DlpTransform.Value<SinkRecord> transform = new DlpTransform.Value<>();
            transform.configure(rule(key, "**"));
            return transform;
        });
    }

    private @Nullable Object inMap(BuiltInInfoType type, String name, String value) {
        Struct struct = new Struct(RECORD).put("more", Map.of(name, value));
        Struct masked = (Struct) requireNonNull(
                requireNonNull(masking(type).apply(record(RECORD, struct))).value());
        return masked.getMap("more").get(name);
    }

    private @Nullable Object inPlainMap(BuiltInInfoType type, String name, String value) {
        Map<?, ?> masked = (Map<?, ?>) requireNonNull(requireNonNull(masking(type)
                        .apply(record(null, Map.of("more", Map.of(name, value)))))
                .value());
        return ((Map<?, ?>) requireNonNull(masked.get("more"))).get(name);
    }

    private @Nullable Object inHeader(BuiltInInfoType type, String name, String value) {
        DlpTransform.Headers<SinkRecord> transform = headers.computeIfAbsent(type, key -> {
            DlpTransform.Headers<SinkRecord> made = new DlpTransform.Headers<>();
            made.configure(rule(key, "**"));
            return made;
        });
        SinkRecord record = record(null, null);
        record.headers().addString(name, value);
        return requireNonNull(transform.apply(record))
                .headers()
                .lastWithName(name)
                .value();
    }
}
