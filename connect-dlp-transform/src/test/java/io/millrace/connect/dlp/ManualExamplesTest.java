// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static io.millrace.connect.dlp.Transforms.record;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.audit.CounterReference;
import io.millrace.connect.dlp.config.DlpProperties;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/masking.md shows, done as its reader would. */
class ManualExamplesTest {
    private static final String KEY = "tokens-2026";
    private static final String TRANSFORMATIONS = "| `transform` | options | result |";
    private static final String EXAMPLES = "| `transform` and its options | value | result |";
    private static final Pattern FENCED = Pattern.compile("```.*?```", Pattern.DOTALL);
    // Properties of Connect's own
    private static final Pattern CONNECTS = Pattern.compile("errors\\.|value\\.converter\\.");

    private static @Nullable Object masked(Map<String, String> properties, @Nullable Object value) {
        DlpTransform.Value<SinkRecord> transform = new DlpTransform.Value<>();
        transform.configure(properties);
        try (transform) {
            return requireNonNull(transform.apply(record(null, value))).value();
        }
    }

    /** A rule for f, as options that are joined by commas in the manual. */
    private static Map<String, String> rule(List<String> options) {
        Map<String, String> properties = new HashMap<>(Map.of("rules", "r", "rules.r.fields", "f"));
        properties.put("keyset", Manual.keyset(KEY));
        for (String option : options) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? "transform" : option.substring(0, equals);
            properties.put("rules.r." + name, option.substring(equals + 1));
        }
        return properties;
    }

    @Test
    void theFirstStepsMaskTheRecordAsShown() {
        List<String> blocks = Manual.blocks("json");
        Map<String, String> properties = Manual.properties(blocks.get(0));
        assertThat(properties.remove("type")).isEqualTo(DlpTransform.Value.class.getName());
        assertThat(properties.remove("transforms")).isEqualTo("mask");
        String file = requireNonNull(properties.remove("keyset.file"));
        String create = Manual.blocks("bash").get(0);
        assertThat(create).contains("create " + file + " " + KEY);
        properties.put("keyset", Manual.keyset(KEY));

        Object after = masked(properties, Manual.json(blocks.get(1)));

        assertThat(after).isEqualTo(Manual.json(blocks.get(2)));
    }

    @Test
    void thePolicyMasksAsTheRulesDo() {
        String policy = Manual.blocks("json").get(3);
        Object record = Manual.json("{\"email\": \"jane@example.org\", \"notes\": \"call 650-253-0000\"}");

        Object after = masked(Map.of("policy", policy, "keyset", Manual.keyset(KEY)), record);

        assertThat(after)
                .isEqualTo(Manual.json("{\"email\": \"AQAAAAd5/hEhcQci8eF2RgKLZsKOcbeydSozm2Y299PzEmGx7w==\","
                        + " \"notes\": \"call [PHONE_NUMBER]\"}"));
    }

    static Stream<Arguments> paths() {
        return Manual.table("| `fields` | makes of | this |").stream()
                .flatMap(row -> Manual.code(row.get(0)).stream()
                        .map(path -> Arguments.of(
                                path,
                                Manual.code(row.get(1)).get(0),
                                Manual.code(row.get(2)).get(0))));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void pathsCoverWhatTheManualShows(String path, String before, String after) {
        Map<String, String> redact = Map.of("rules", "r", "rules.r.fields", path, "rules.r.transform", "redact");

        assertThat(masked(redact, Manual.json(before))).isEqualTo(Manual.json(after));
    }

    static Stream<Arguments> examples() {
        return Manual.table(EXAMPLES).stream()
                .map(row -> Arguments.of(
                        Manual.code(row.get(0)),
                        Manual.code(row.get(1)).get(0),
                        Manual.code(row.get(2)).get(0)));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void transformationsMakeWhatTheManualShows(List<String> options, String value, String result) {
        Map<String, Object> record = new LinkedHashMap<>(Map.of("id", 7L));
        record.put("f", Manual.json(value));

        Map<?, ?> after = (Map<?, ?>) requireNonNull(masked(rule(options), record));

        assertThat(after.get("f")).isEqualTo(Manual.json(result));
    }

    static Stream<Arguments> records() {
        return Manual.table("| record | this |").stream().map(row -> {
            String before = Manual.code(row.get(0)).get(0);
            return Arguments.of(
                    before,
                    row.get(1).equals("the same")
                            ? before
                            : Manual.code(row.get(1)).get(0));
        });
    }

    @ParameterizedTest
    @MethodSource("records")
    void isFoundAsTheManualShows(String before, String after) {
        Map<String, String> everything = Map.of(
                "rules", "r",
                "rules.r.fields", "**",
                "rules.r.info.types", "*",
                "rules.r.transform", "replace-with-info-type");

        assertThat(masked(everything, Manual.json(before))).isEqualTo(Manual.json(after));
    }

    /** Every transformation has an example, and its row names the options that it takes. */
    @Test
    void everyTransformationIsShownWithItsOptions() {
        Set<String> shown = Manual.table(EXAMPLES).stream()
                .map(row -> Manual.code(row.get(0)).get(0))
                .collect(Collectors.toSet());

        for (List<String> row : Manual.table(TRANSFORMATIONS)) {
            String transform = Manual.code(row.get(0)).get(0);
            assertThat(shown).contains(transform);
            Set<String> told = Manual.code(row.get(1)).stream()
                    .filter(code -> code.matches("[a-z]+(\\.[a-z]+)*"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(told).as(transform).isEqualTo(options(transform));
        }
    }

    /** The options that belong to a transformation alone. */
    private static Set<String> options(String transform) {
        Map<String, String> properties = Manual.table(EXAMPLES).stream()
                .map(row -> Manual.code(row.get(0)))
                .filter(options -> options.get(0).equals(transform))
                .findFirst()
                .map(ManualExamplesTest::rule)
                .orElseThrow();
        properties.put("rules.r.misspelt", "1");
        Set<String> accepted = accepted(properties);
        List.of("condition", "expect", "fields", "info.types", "tags", "topics", "transform")
                .forEach(accepted::remove);
        return accepted;
    }

    /** What an error says is accepted in the place of an option that is misspelt. */
    private static Set<String> accepted(Map<String, String> properties) {
        try {
            DlpProperties.read(properties);
        } catch (ConfigException misspelt) {
            Matcher list = Pattern.compile("accepted: \\[(.*)]").matcher(String.valueOf(misspelt.getMessage()));
            assertThat(list.find()).as(misspelt.getMessage()).isTrue();
            return new TreeSet<>(Arrays.asList(list.group(1).split(", ", -1)));
        }
        throw new AssertionError("an option that is misspelt was accepted");
    }

    @Test
    void theWorkedPoliciesMaskWhatTheyAreFor() {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("card_number", "4556737586899855");
        record.put("cvv", "123");
        record.put("notes", "jane@example.org wrote to ann@example.com");
        record.put("born", "1985-07-04");
        record.put("patient_id", 7L);
        record.put("visited_at", "2024-02-29");
        List<String> policies = Manual.blocks("properties");
        Map<?, ?> after = record;

        for (String policy : policies) {
            Map<String, String> properties = Manual.properties(policy);
            if (policy.contains(".key=")) {
                properties.put("keyset", Manual.keyset("cards", "shifts"));
            }
            after = (Map<?, ?>) requireNonNull(masked(properties, after));
        }

        assertThat(String.valueOf(after.get("card_number"))).matches("\\d{16}").isNotEqualTo("4556737586899855");
        assertThat(after.get("cvv")).isEqualTo("");
        assertThat(after.get("notes")).isEqualTo("[EMAIL_ADDRESS] wrote to ann@example.com");
        assertThat(after.get("born")).isEqualTo("1985");
        assertThat(LocalDate.parse(String.valueOf(after.get("visited_at"))))
                .isBetween(LocalDate.parse("2023-03-01"), LocalDate.parse("2024-01-30"));
    }

    /** Every property and option that the manual's first half names is one; the other is about what is found. */
    @Test
    void namesPropertiesThatThereAre() {
        Set<String> known = new HashSet<>(DlpProperties.configDef().names());
        known.addAll(List.of("millrace.masking", "millrace.infotype", "millrace.dlp.policy", "millrace.dlp.findings"));
        known.addAll(List.of("dead.letters", "dlp.tags", "default.v1")); // the sink's, a parameter, a set
        Manual.table(TRANSFORMATIONS)
                .forEach(row -> known.addAll(options(Manual.code(row.get(0)).get(0))));
        Manual.table("| option of `rules.NAME.` | meaning |")
                .forEach(row -> known.add(Manual.code(row.get(0)).get(0)));
        String text = Manual.text();
        String prose = FENCED.matcher(text.substring(0, text.indexOf("## What is found")))
                .replaceAll("");

        List<String> unknown = Manual.code(prose.replaceAll("(?m)^\\|.*\"x\".*$", "")).stream()
                .filter(code -> code.matches("[a-z]+(\\.\\w+)+(=.*)?"))
                .map(code -> code.replaceFirst("=.*", "").replaceFirst("^(transforms\\.mask|rules\\.\\w+)\\.", ""))
                .filter(code -> !known.contains(code) && !CONNECTS.matcher(code).lookingAt())
                .toList();

        assertThat(unknown).isEmpty();
    }

    static Stream<Arguments> described() {
        return Manual.table("| described by | options |").stream()
                .map(row -> Arguments.of(
                        Manual.code(row.get(0)).get(0).replace("NAME.", "n."),
                        Manual.code(row.get(1)).stream()
                                .filter(code -> code.matches("[a-z]+(\\.[a-z]+)*"))
                                .filter(code -> !List.of("true", "full", "partial", "inverse")
                                        .contains(code))
                                .collect(Collectors.toCollection(TreeSet::new))));
    }

    /** What describes custom infoTypes, hotwords and exclusions. */
    @ParameterizedTest
    @MethodSource("described")
    void namesEveryOptionOfWhatIsListed(String prefix, Set<String> told) {
        Map<String, String> properties = rule(List.of("redact", "info.types=*"));
        properties.put(prefix.equals("custom.n.") ? "custom.types" : prefix.replace(".n.", ""), "n");
        properties.put(prefix + "regex", "x");
        properties.put(prefix + "misspelt", "1");
        if (told.contains("types")) {
            properties.put(prefix + "types", "EMAIL_ADDRESS");
        }
        if (told.contains("adjust")) {
            properties.put(prefix + "adjust", "+1");
        }

        assertThat(accepted(properties)).isEqualTo(told);
    }

    @Test
    void namesMetricsThatThereAre() {
        Set<String> metrics = Manual.code(CounterReference.table()).stream().collect(Collectors.toSet());

        assertThat(Manual.code(Manual.text()).stream()
                        .filter(code -> code.matches("[a-z-]+-total|rules-without-match"))
                        .collect(Collectors.toSet()))
                .isNotEmpty()
                .isSubsetOf(metrics);
    }
}
