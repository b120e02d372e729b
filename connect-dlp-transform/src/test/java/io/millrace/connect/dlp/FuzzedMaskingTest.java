// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.millrace.connect.testkit.Seeded;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random schemas, values and rules. What a rule covers is known by how the rule was made, from the place that it is to
 * cover, and not by reading its path: every value of such a place is one that exists nowhere else, and must be gone.
 */
class FuzzedMaskingTest {
    private static final List<String> TEXTS = List.of(
            "%s",
            "call %s, or not",
            "{\"a\": 1, \"mail\": \"%s\"}",
            "{\"m\": \"first\\n%s\\tlast\"}",
            "[\"x\", {\"deep\": [\"%s\"]}]",
            "{\"inner\": \"{\\\"mail\\\": \\\"%s\\\"}\"}",
            "{\"pan\": 4556737586899855, \"to\": \"%s\"}",
            "id=7&to=%s");
    private static final List<String> WHOLE = List.of("redact", "crypto-hash", "character-mask", "replace");
    private static final List<String> INSIDE = List.of("redact", "replace-with-info-type", "crypto-deterministic");

    /** A place: what a rule may name, and the secrets in it that whole values and that findings are. */
    private static final class Place {
        final String path;
        final List<String> texts = new ArrayList<>();
        final List<String> numbers = new ArrayList<>();
        final List<String> keys = new ArrayList<>();
        final boolean map;

        Place(String path, boolean map) {
            this.path = path;
            this.map = map;
        }
    }

    /** A record of one random shape, with a schema and without. */
    private static final class Shape {
        private final Random random;
        private final List<Place> places = new ArrayList<>();
        private final List<Place> around = new ArrayList<>();
        private final AtomicInteger next = new AtomicInteger(100_000);

        Shape(Random random) {
            this.random = random;
        }

        private Place enter(String path, boolean map) {
            Place place = new Place(path, map);
            places.add(place);
            around.add(place);
            return place;
        }

        private void leave() {
            around.remove(around.size() - 1);
        }

        private String mail() {
            String mail = "m" + next.incrementAndGet() + "@example.org";
            around.forEach(place -> place.texts.add(mail));
            return mail;
        }

        private String text() {
            return TEXTS.get(random.nextInt(TEXTS.size())).formatted(mail());
        }

        /** A value at a path, in types with a schema; records become maps where there is none. */
        private Node node(String path, int depth) {
            enter(path, false);
            int kind = random.nextInt(depth > 3 ? 3 : 6);
            Node node = switch (kind) {
                case 0 -> {
                    SchemaBuilder schema = SchemaBuilder.string().optional();
                    yield new Node(
                            random.nextBoolean() ? schema.defaultValue(text()).build() : schema.build(), text());
                }
                case 1 -> new Node(Schema.OPTIONAL_BYTES_SCHEMA, text().getBytes(StandardCharsets.UTF_8));
                case 2 -> {
                    long number = 7_000_000_000_000L + next.incrementAndGet();
                    around.forEach(place -> place.numbers.add(Long.toString(number)));
                    yield new Node(Schema.OPTIONAL_INT64_SCHEMA, number);
                }
                case 3 -> struct(path, depth);
                case 4 -> {
                    Node element = node(path + "[*]", depth + 1);
                    yield new Node(
                            SchemaBuilder.array(element.schema).optional().build(),
                            List.of(element.value),
                            List.of(element.bare));
                }
                default -> map(path, depth);
            };
            leave();
            return node;
        }

        private Node map(String path, int depth) {
            Place map = new Place(path, true);
            places.add(map);
            String key = "k" + next.incrementAndGet() + "@example.org";
            around.forEach(place -> place.keys.add(key));
            map.keys.add(key);
            Node element = node(path + "{*}", depth + 1);
            Map<String, Object> value = Map.of(key, element.value);
            return new Node(
                    SchemaBuilder.map(Schema.STRING_SCHEMA, element.schema)
                            .optional()
                            .build(),
                    value,
                    Map.of(key, element.bare));
        }

        Node struct(String path, int depth) {
            SchemaBuilder schema = SchemaBuilder.struct().optional();
            Map<String, Object> values = new LinkedHashMap<>();
            Map<String, Object> bare = new LinkedHashMap<>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                String name = "f" + random.nextInt(40) + "x" + i;
                Node field = node(path.isEmpty() ? name : path + "." + name, depth + 1);
                schema.field(name, field.schema);
                values.put(name, field.value);
                bare.put(name, field.bare);
            }
            Schema built = schema.build();
            Struct struct = new Struct(built);
            values.forEach(struct::put);
            return new Node(built, struct, bare);
        }
    }

    private record Node(Schema schema, Object value, Object bare) {
        Node(Schema schema, Object value) {
            this(schema, value, value);
        }
    }

    /** A path that covers at least the place, written in one of several ways. */
    private static String written(String path, Random random) {
        int lastDot = path.lastIndexOf('.');
        return switch (random.nextInt(5)) {
            case 0 -> "**";
            case 1 -> "**." + path.substring(lastDot + 1);
            case 2 -> path.replace("[*]", "");
            case 3 -> path.startsWith("f") && path.indexOf('.') > 0 ? "*" + path.substring(firstEnd(path)) : path;
            default -> path;
        };
    }

    private static int firstEnd(String path) {
        int end = 0;
        while (end < path.length() && ".[{".indexOf(path.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static Map<String, String> rules(List<Place> places, Random random, List<String> gone) {
        Map<String, String> properties = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            String rule = "r" + i;
            names.add(rule);
            Place place = places.get(random.nextInt(places.size()));
            boolean inside = random.nextBoolean();
            boolean keys = place.map && !inside && random.nextBoolean();
            String transform =
                    inside ? INSIDE.get(random.nextInt(INSIDE.size())) : WHOLE.get(random.nextInt(WHOLE.size()));
            String path = keys ? place.path + "{key}" : written(place.path, random);
            properties.put("rules." + rule + ".fields", path);
            properties.put("rules." + rule + ".transform", transform);
            if (inside) {
                properties.put("rules." + rule + ".info.types", random.nextBoolean() ? "*" : "EMAIL_ADDRESS");
            }
            if (transform.equals("replace")) {
                properties.put("rules." + rule + ".new.value", random.nextBoolean() ? "7" : "a \"b\" \\c");
            }
            boolean idle = random.nextInt(5) == 0;
            if (idle) {
                properties.put("rules." + rule + ".condition", "absent exists");
            } else if (keys) {
                gone.addAll(place.keys);
            } else {
                gone.addAll(place.texts);
                gone.addAll(inside ? place.keys : place.numbers);
            }
        }
        properties.put("rules", String.join(",", names));
        properties.put("keyset", Transforms.KEYSET);
        return properties;
    }

    @Test
    void leavesNothingThatARuleCovers() {
        AtomicInteger acted = new AtomicInteger();
        Seeded.tries("nothing that a rule covers is left, and JSON stays JSON", 1_000, random -> {
            Shape shape = new Shape(random);
            Node record = shape.struct("", 0);
            List<String> gone = new ArrayList<>();
            Map<String, String> properties = rules(shape.places, random, gone);
            DlpTransform.Value<SinkRecord> transform = new DlpTransform.Value<>();
            try {
                transform.configure(properties);
            } catch (ConfigException neverActs) {
                assertThat(neverActs).hasMessageContaining("would never act");
                return;
            }
            acted.incrementAndGet();
            for (SinkRecord before :
                    List.of(Transforms.record(record.schema, record.value), Transforms.record(null, record.bare))) {
                SinkRecord after = Objects.requireNonNull(transform.apply(before));

                StringBuilder left = new StringBuilder();
                show(after.valueSchema(), after.value(), left);
                assertThat(gone).as("%s of %s", properties, before.value()).noneMatch(left.toString()::contains);
                assertStaysJson(before.value(), after.value());
            }
            transform.close();
        });
        assertThat(acted).hasPositiveValue();
    }

    /** Everything that a reader of the record gets to see: values, keys and defaults. */
    private static void show(@Nullable Schema schema, @Nullable Object value, StringBuilder shown) {
        if (schema != null && schema.defaultValue() != null) {
            show(null, schema.defaultValue(), shown);
        }
        if (value instanceof Struct struct) {
            struct.validate();
            for (Field field : struct.schema().fields()) {
                show(field.schema(), struct.get(field), shown);
            }
        } else if (value instanceof Map<?, ?> map) {
            Schema values = schema == null ? null : schema.valueSchema();
            map.forEach((key, each) -> {
                show(null, key, shown);
                show(values, each, shown);
            });
        } else if (value instanceof List<?> list) {
            Schema values = schema == null ? null : schema.valueSchema();
            list.forEach(each -> show(values, each, shown));
        } else if (value instanceof byte[] bytes) {
            shown.append(new String(bytes, StandardCharsets.UTF_8)).append('\n');
        } else {
            shown.append(value).append('\n');
        }
    }

    /** What looked like JSON and still does, is. */
    private static void assertStaysJson(@Nullable Object before, @Nullable Object after) {
        if (before instanceof Struct struct && after instanceof Struct masked) {
            for (Field field : struct.schema().fields()) {
                assertStaysJson(struct.get(field), masked.get(field.name()));
            }
        } else if (before instanceof Map<?, ?> map && after instanceof Map<?, ?> masked) {
            List<?> values = new ArrayList<>(map.values());
            List<?> maskedValues = new ArrayList<>(masked.values());
            for (int i = 0; i < Math.min(values.size(), maskedValues.size()); i++) {
                assertStaysJson(values.get(i), maskedValues.get(i));
            }
        } else if (before instanceof List<?> list && after instanceof List<?> masked) {
            assertStaysJson(list.get(0), masked.get(0));
        } else if (before instanceof byte[] bytes && after instanceof byte[] masked) {
            assertStaysJson(new String(bytes, StandardCharsets.UTF_8), new String(masked, StandardCharsets.UTF_8));
        } else if (before instanceof String text && after instanceof String masked && isJson(text)) {
            boolean replaced = !masked.startsWith(text.substring(0, 2));
            assertThat(replaced || isJson(masked)).as(masked).isTrue();
        }
    }

    private static boolean isJson(String text) {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            if (reader.peek() != JsonToken.BEGIN_OBJECT && reader.peek() != JsonToken.BEGIN_ARRAY) {
                return false;
            }
            reader.skipValue();
            return reader.peek() == JsonToken.END_DOCUMENT;
        } catch (IOException | JsonParseException no) {
            return false;
        }
    }
}
