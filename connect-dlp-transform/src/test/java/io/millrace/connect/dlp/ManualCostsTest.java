// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static io.millrace.connect.dlp.Transforms.masking;
import static io.millrace.connect.dlp.Transforms.record;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How many values fit into a record, as docs/masking.md says: counted, so that it is the same on every machine. */
class ManualCostsTest {
    private static final Pattern LENGTH = Pattern.compile("of ([\\d,]+) characters");

    static Stream<Arguments> rows() {
        return Manual.table("| transformation | values |").stream()
                .map(row -> Arguments.of(row.get(0), number(row.get(1))));
    }

    private static int number(String text) {
        return Integer.parseInt(text.replace(",", ""));
    }

    private static List<String> options(String transform) {
        return switch (transform) {
            case "date-shift" ->
                List.of(
                        "rules.r.lower.bound.days", "1",
                        "rules.r.upper.bound.days", "9",
                        "rules.r.key", "k",
                        "rules.r.context", "id");
            case "replace-dictionary" -> List.of("rules.r.word.list", "red,green", "rules.r.key", "k");
            default -> List.of();
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void fitIntoARecord(String row, int values) {
        List<String> named = Manual.code(row);
        String transform = named.isEmpty() ? "character-mask" : named.get(0);
        Matcher told = LENGTH.matcher(row);
        int length = told.find() ? number(told.group(1)) : 16;
        boolean ofContext = named.contains("context");
        List<String> properties =
                new ArrayList<>(List.of("rules", "r", "rules.r.fields", "v", "rules.r.transform", transform));
        properties.addAll(options(transform));
        if (ofContext) {
            properties.addAll(List.of("rules.r.context", "id"));
        }
        String value = transform.equals("date-shift") ? "2024-02-29T10:15" : "7".repeat(ofContext ? 16 : length);
        Map<String, Object> before = Map.of(
                "id", "i".repeat(ofContext ? length : 16), "v", Collections.nCopies(values + values / 10, value));

        Map<?, ?> after;
        try (var masking = masking(properties.toArray(String[]::new))) {
            after = (Map<?, ?>)
                    requireNonNull(masking.apply(record(null, before))).value();
        }

        long masked = ((List<?>) requireNonNull(after.get("v")))
                .stream().filter(each -> each != null && !each.equals("")).count();
        assertThat((double) masked).isCloseTo(values, Percentage.withPercentage(2));
    }
}
