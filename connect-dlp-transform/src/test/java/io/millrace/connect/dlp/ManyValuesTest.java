// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static io.millrace.connect.dlp.Transforms.masking;
import static io.millrace.connect.dlp.Transforms.record;
import static io.millrace.connect.dlp.Transforms.reidentifying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One record with more values than a record may cost: the first are masked, the others handled by on.error. */
class ManyValuesTest {
    private static final String CARD = "4111111111111111";

    private static String[] rule(String... options) {
        List<String> all = new ArrayList<>(List.of("rules", "r", "rules.r.fields", "v[*]"));
        Collections.addAll(all, options);
        return all.toArray(String[]::new);
    }

    private static SinkRecord many(Object value, int count, String context) {
        return record(null, Map.of("v", Collections.nCopies(count, value), "c", context));
    }

    private static List<Object> values(Transformation<SinkRecord> transform, SinkRecord record) {
        SinkRecord masked = Objects.requireNonNull(transform.apply(record));
        return new ArrayList<>((List<?>) ((Map<?, ?>) masked.value()).get("v"));
    }

    static Stream<Arguments> records() {
        return Stream.of(
                Arguments.of("cards", "crypto-replace-ffx-fpe", "", CARD, 400_000, ""),
                Arguments.of("long numbers", "crypto-replace-ffx-fpe", "", "7".repeat(1_000), 8_000, ""),
                Arguments.of(
                        "numbers of people with a long name",
                        "crypto-replace-ffx-fpe",
                        "context=c",
                        "7".repeat(40),
                        4_000,
                        "n".repeat(10_000)),
                Arguments.of("texts", "crypto-deterministic", "", CARD, 1_000_000, ""),
                Arguments.of(
                        "texts of people with a long name",
                        "crypto-deterministic",
                        "context=c",
                        CARD,
                        2_000,
                        "n".repeat(500_000)),
                Arguments.of("hashes", "crypto-hash", "", CARD, 2_000_000, ""),
                Arguments.of(
                        "dates of people with a long name",
                        "date-shift",
                        "context=c key=k lower.bound.days=1 upper.bound.days=9",
                        "2024-02-29",
                        20_000,
                        "n".repeat(200_000)),
                Arguments.of(
                        "numbers of 16,000 digits",
                        "fixed-size-bucketing",
                        "lower.bound=0 upper.bound=100 bucket.size=10",
                        "7".repeat(16_000),
                        1_000,
                        ""),
                Arguments.of(
                        "decimals of 16,000 digits", "crypto-hash", "", new BigDecimal("7".repeat(16_000)), 2_000, ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void costNoMoreThanARecordMay(
            String what, String transform, String options, Object value, int count, String context) {
        List<String> properties = new ArrayList<>(List.of(rule("rules.r.transform", transform)));
        Stream.of(options.split(" ", -1)).filter(option -> !option.isEmpty()).forEach(option -> {
            properties.add("rules.r." + option.substring(0, option.indexOf('=')));
            properties.add(option.substring(option.indexOf('=') + 1));
        });
        Transformation<SinkRecord> masking = masking(properties.toArray(String[]::new));
        List<Object> few = values(masking, many(value, 2, context)); // classes are loaded
        SinkRecord record = many(value, count, context);

        List<Object> masked = values(masking, record);

        // What fits is counted, not timed
        assertThat(masked.stream().filter(one -> one != null && !one.equals("")).count())
                .isBetween(1L, count / 2L);
        assertThat(masked).hasSize(count).doesNotContain(value);
        assertThat(masked.get(count - 1)).as("handled by on.error").isIn("", null);
        assertThat(masked.get(0)).as("the first is masked as ever").isEqualTo(few.get(0));
        assertThat(values(masking, many(value, 2, context)))
                .as("the next record")
                .isEqualTo(few);
    }

    /** What looks like a telephone number is asked for in libphonenumber, which costs what a thousand characters do. */
    @Test
    void lookingForNumbersCountsToo() {
        Transformation<SinkRecord> masking = masking(rule("rules.r.info.types", "*", "rules.r.transform", "redact"));
        String text = "0532 0130 00 ".repeat(4_000);

        List<Object> masked = values(masking, many(text, 100, ""));

        assertThat(masked).hasSize(100).startsWith(text);
        assertThat(masked.subList(4, 100)).allMatch(value -> value == null || value.equals(""));
    }

    @Test
    void groupsOfAnAccountNumberAreNotAskedFor() {
        Transformation<SinkRecord> masking =
                masking(rule("rules.r.info.types", "*", "rules.r.transform", "replace-with-info-type"));
        String text = "DE89 3704 0044 0532 0130 00, ".repeat(2_000);

        List<Object> masked = values(masking, many(text, 100, ""));

        assertThat(masked).allMatch("[IBAN_CODE], ".repeat(2_000)::equals);
    }

    @Test
    void mayCostMoreWhereTheConnectorSaysSo() {
        String[] fpe = rule("rules.r.transform", "crypto-replace-ffx-fpe", "max.record.ms", "1000");

        assertThat(values(masking(fpe), many(CARD, 100_000, ""))).doesNotContain("", CARD);
    }

    @Test
    void areAFailureWhereOnErrorSaysSo() {
        String[] fpe = rule("rules.r.transform", "crypto-replace-ffx-fpe", "max.record.ms", "1", "on.error", "fail");

        assertThatThrownBy(() -> masking(fpe).apply(many(CARD, 10_000, "")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("max.record.ms")
                .hasMessageNotContaining(CARD);
    }

    @Test
    void findingsCountToo() {
        String[] found = rule(
                "rules.r.info.types",
                "CREDIT_CARD_NUMBER",
                "rules.r.transform",
                "crypto-replace-ffx-fpe",
                "max.record.ms",
                "1");

        List<Object> masked = values(masking(found), many("card " + CARD, 3_000, ""));

        assertThat(masked.get(0)).asString().startsWith("card ").doesNotContain(CARD);
        assertThat(masked.get(2_999)).isEqualTo("");
    }

    @Test
    void tokensThatAreNotBroughtBackStayTokens() {
        String[] fpe = rule("rules.r.transform", "crypto-deterministic", "max.record.ms", "1");
        List<Object> tokens = values(masking(rule("rules.r.transform", "crypto-deterministic")), many(CARD, 3_000, ""));

        List<Object> back = values(reidentifying(fpe), record(null, Map.of("v", tokens)));

        assertThat(back.get(0)).isEqualTo(CARD);
        assertThat(back.get(2_999)).isEqualTo(tokens.get(2_999));
    }

    /** What stands in the place of each finding: 10 MB of findings with it would be a gigabyte. */
    @Test
    void whatIsWrittenCountsToo() {
        String[] replaced = rule(
                "rules.r.info.types",
                "EMAIL_ADDRESS",
                "rules.r.transform",
                "replace",
                "rules.r.new.value",
                "X".repeat(1_024));
        String text = "aa@b.com ".repeat(1_000);

        List<Object> masked = values(masking(replaced), many(text, 200, ""));

        long written = masked.stream()
                .mapToLong(each -> each == null ? 0 : each.toString().length())
                .sum();
        assertThat(written).isBetween(1_024_000L, 50_000_000L);
        assertThat(masked.get(199)).isEqualTo("");
    }

    @ParameterizedTest
    @CsvSource({
        "replace, new.value, new.value",
        "replace-dictionary, word.list, word.list",
        "bucketing, buckets, buckets"
    })
    void aTextForEveryFindingIsShort(String transform, String option, String blamed) {
        String text = (transform.equals("bucketing") ? "0..9=" : "") + "X".repeat(1_025);

        assertThatThrownBy(() -> masking(rule("rules.r.transform", transform, "rules.r." + option, text)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rules.r." + blamed)
                .hasMessageContaining("1024");
    }

    @Test
    void headersHaveOneCostTogether() {
        DlpTransform.Headers<SinkRecord> transform = new DlpTransform.Headers<>();
        transform.configure(Transforms.properties(
                "rules",
                "r",
                "rules.r.fields",
                "**",
                "rules.r.transform",
                "crypto-deterministic",
                "max.record.ms",
                "1"));
        SinkRecord record = record(null, Map.of());
        for (int header = 0; header < 3_000; header++) {
            record.headers().addString("h" + header, CARD);
        }

        SinkRecord masked = Objects.requireNonNull(transform.apply(record));

        assertThat(masked.headers().lastWithName("h0").value()).isNotIn("", CARD);
        assertThat(masked.headers().lastWithName("h2999").value()).isEqualTo("");
    }

    @Test
    void bucketsAreFewEnoughToBeComparedInPairs() {
        String buckets = IntStream.range(0, 1_001)
                .mapToObj(i -> i + ".." + (i + 1) + "=b")
                .collect(Collectors.joining(","));

        assertThatThrownBy(() -> masking(rule("rules.r.transform", "bucketing", "rules.r.buckets", buckets)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rules.r.buckets")
                .hasMessageContaining("at most 1000");
    }
}
