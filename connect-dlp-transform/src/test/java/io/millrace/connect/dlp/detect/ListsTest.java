// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A list's name is that of all its elements, however long it is, and an object's that of its members that have none to speak of. */
class ListsTest {

    private static final int ELEMENTS = 40;
    private static final String FILLER =
            "\"note\":\"what stands here is longer than any label reaches, as texts mostly are\"";

    private final Inspector inspector = Inspector.compile(
            InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

    private List<String> found(String text) {
        return DisjointFindings.of(inspector.inspect(text)).stream()
                .map(finding ->
                        text.substring(finding.chars().start(), finding.chars().end()))
                .toList();
    }

    private enum Kind {
        PHONES("phoneNumbers", "65025", 30_100),
        CARDS("cards", "45567375868", 1_100),
        SSNS("ssns", "21909", 1_000),
        BIRTH_DATES("birth_dates", "1985-07-", 10),
        DOBS("dobs", "1985-07-", 10),
        BARE_DOBS("dobs", "198507", 10);

        private final String name;
        private final String beginning;
        private final int first;

        Kind(String name, String beginning, int first) {
            this.name = name;
            this.beginning = beginning;
            this.first = first;
        }

        String value(int i) {
            String value = beginning + (first + i % (first < 100 ? 20 : 8_000));
            return this == CARDS ? withCheckDigit(value) : value;
        }

        private static String withCheckDigit(String digits) {
            int sum = 0;
            for (int i = 0; i < digits.length(); i++) {
                int digit = digits.charAt(digits.length() - 1 - i) - '0';
                int twice = i % 2 == 0 ? 2 * digit : digit;
                sum += twice > 9 ? twice - 9 : twice;
            }
            return digits + (10 - sum % 10) % 10;
        }

        boolean areNumbers() {
            return !beginning.contains("-");
        }
    }

    private static String list(Kind kind, int elements, String element, String between) {
        return IntStream.range(0, elements)
                .mapToObj(i -> element.replace("%", kind.value(i)))
                .collect(Collectors.joining(between));
    }

    private static List<String> texts(Kind kind) {
        String strings = list(kind, ELEMENTS, "\"%\"", ",");
        String before = "{\"name\":\"" + kind.name + "\"," + FILLER + ',';
        String object = "{\"exp\":\"x\"," + FILLER + ",\"number\":\"%\"}";
        String named = "\"" + kind.name + "\"";
        return List.of(
                "{" + named + ":[" + strings + "]}",
                "{" + named + ": [ " + list(kind, ELEMENTS, "\"%\"", " , ") + " ]}",
                "{\n    " + named + ": [\n        " + list(kind, ELEMENTS, "\"%\"", ",\n        ") + "\n    ]\n}",
                "{'" + kind.name + "': [" + list(kind, ELEMENTS, "'%'", ", ") + "]}",
                before + named + ":[" + strings + "]}",
                "{" + named + ":[" + list(kind, ELEMENTS, object, ",") + "]}",
                "{" + named + ":[" + list(kind, ELEMENTS, "{\"value\":\"%\"}", ",\n                            ")
                        + "]}",
                "{" + named + ":{" + FILLER + ",\"values\":[" + strings + "]}}",
                "{" + named + ":[" + list(kind, ELEMENTS, "[\"%\"]", ",") + "]}",
                "{" + named + ":[[" + FILLER + "],[[" + strings + "]]]}",
                "{\"payload\":\"{" + (named + ":[" + strings).replace("\"", "\\\"") + "]}\"}",
                "{\"a\":\"{\\\"b\\\":\\\"{" + (named + ":[" + strings).replace("\"", "\\\\\\\"") + "]}\\\"}\"}",
                "User(" + kind.name + "=[" + list(kind, ELEMENTS, "%", ", ") + "])",
                kind.name + ": [" + list(kind, ELEMENTS, "%", ", ") + "]",
                "{\"open\":\"[1, {2\"," + named + ":[" + strings + "]}");
    }

    @ParameterizedTest
    @EnumSource
    void allElementsAreWhatTheirListIs(Kind kind) {
        List<String> values = IntStream.range(0, ELEMENTS).mapToObj(kind::value).toList();
        for (String text : texts(kind)) {
            assertThat(found(text)).as(text).containsExactlyElementsOf(values);
        }
        if (kind.areNumbers()) {
            String text = "{\"" + kind.name + "\":[" + list(kind, ELEMENTS, "%", ",") + "]}";
            assertThat(found(text)).as(text).containsExactlyElementsOf(values);
        }
    }

    /** Without brackets, too, where they are numbers and nothing else. */
    @ParameterizedTest
    @EnumSource
    void allNumbersBehindANameAreWhatItSays(Kind kind) {
        List<String> values = IntStream.range(0, ELEMENTS).mapToObj(kind::value).toList();
        for (String text : List.of(
                kind.name + '=' + list(kind, ELEMENTS, "%", ", "),
                "user=x " + kind.name + '=' + list(kind, ELEMENTS, "%", ";") + " build=47058793",
                kind.name + ": " + list(kind, ELEMENTS, "%", ", "),
                "<" + kind.name + ">" + list(kind, ELEMENTS, "%", "; ") + "</" + kind.name + ">",
                "{\"" + kind.name + "\":\"" + list(kind, ELEMENTS, "%", ", ") + "\"}")) {
            assertThat(found(text)).as(text).containsExactlyElementsOf(values);
        }
        if (kind.areNumbers()) {
            String text = kind.name + '=' + list(kind, ELEMENTS, "%", ",");
            assertThat(found(text)).as(text).containsExactlyElementsOf(values);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "phones=x order_ids=47058793,47058794,47058795",
                "phones=x builds=12, 13,47058793,47058794,47058795",
                "Phones: x\nBuilds: 47058793, 47058794, 47058795"
            })
    void numbersBehindAnotherNameAreLeft(String text) {
        assertThat(found(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"phone\":{\"country\":\"US\",%,\"number\":\"6502530199\"}}",
                "{\"phone\":{\"country\":\"US\",%,\"number\":6502530199}}",
                "{\"phone\":{\"details\":{%,\"value\":\"6502530199\"}}}",
                "{\"mobile\":{%,\"address\":{\"zip\":\"1\"},\"number\":\"6502530199\"}}",
                "{\"ssn\":{%,\"id\":\"219099997\"}}",
                "{\"card\":{%,\"billing_address\":{\"city\":\"x\"},\"number\":\"4556737586899855\"}}",
                "{\"birth\":{%,\"date\":\"1985-07-04\"}}",
                "cards=[Card{%, number=4556737586899855}]"
            })
    void aMemberOfAVagueNameIsWhatItsObjectIs(String text) {
        assertThat(found(text.replace("%", FILLER))).as(text).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"order_ids\":[%]}",
                "{\"ts\":[%]}",
                "{\"phone\":\"x\",\"order_ids\":[%]}",
                "{\"phones\":[],\"builds\":[%],\"ssn\":null}",
                "{\"phones\":[\"x\"],\"ids\":[%]}",
                "{\"phones\":[{\"number\":\"x\"}],\"sizes\":[%]}",
                "{\"phones\":[{\"build\":47058793,\"counts\":[%]}]}",
                "{\"contact\":{\"ids\":[%],\"name\":\"x\"}}",
                "{\"phones\":[],\"x\":{" + FILLER + ",\"number\":47058793}}",
                "{\"order\":{\"phone\":\"x\"},\"a\":{" + FILLER + ",\"number\":47058793}}",
                "{\"phones\":[{" + FILLER + ",\"created\":1710242820}]}",
                "{\"contacts\":[{" + FILLER + ",\"id\":47058793}]}",
                "{\"phones\":{" + FILLER + ",\"order\":{\"number\":47058793}}}",
                "{\"phones\":[\"x\"]}\n" + FILLER + " [%]"
            })
    void otherListsAndMembersAreLeft(String text) {
        String numbers = IntStream.range(0, ELEMENTS)
                .mapToObj(i -> String.valueOf(47_058_793 + i))
                .collect(Collectors.joining(","));
        assertThat(found(text.replace("%", numbers))).isEmpty();
        assertThat(found(text.replace("%", '"' + numbers.replace(",", "\", \"") + '"')))
                .isEmpty();
    }

    /** Ten times the elements cost ten times as much, counted in what is allocated. */
    @ParameterizedTest
    @EnumSource
    void longListsCostNoMoreForEachElement(Kind kind) {
        long shorter = allocated("{\"" + kind.name + "\":[" + list(kind, 1_000, "\"%\"", ",") + "]}", 1_000);
        long longer = allocated("{\"" + kind.name + "\":[" + list(kind, 10_000, "\"%\"", ",") + "]}", 10_000);

        assertThat(longer).isLessThan(12 * shorter);
    }

    private long allocated(String text, int findings) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long before = threads.getThreadAllocatedBytes(thread);
            assertThat(inspector.inspect(text).size()).isGreaterThanOrEqualTo(findings);
            least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
        }
        return least;
    }
}
