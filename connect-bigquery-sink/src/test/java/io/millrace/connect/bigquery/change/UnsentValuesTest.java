// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every spelling of the placeholder that Debezium's UnchangedToastedPlaceholder and its handling modes know. */
class UnsentValuesTest {
    private static final String PLACEHOLDER = "__debezium_unavailable_value";
    private static final byte[] BYTES = PLACEHOLDER.getBytes(StandardCharsets.UTF_8);

    private static Stream<Arguments> spellings() {
        List<Integer> integers = new ArrayList<>();
        List<Long> longs = new ArrayList<>();
        for (byte one : BYTES) {
            integers.add((int) one);
            longs.add((long) one);
        }
        return Stream.of(
                Arguments.of("text", PLACEHOLDER),
                Arguments.of("bytes", BYTES),
                Arguments.of("buffer", ByteBuffer.wrap(BYTES)),
                Arguments.of("base64", "X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ=="),
                Arguments.of("hex", "5f5f646562657a69756d5f756e617661696c61626c655f76616c7565"),
                Arguments.of("texts", List.of(PLACEHOLDER)),
                Arguments.of("bytea[]", List.of(ByteBuffer.wrap(BYTES))),
                Arguments.of("int[]", integers),
                Arguments.of("bigint[]", longs),
                Arguments.of("uuid[]", List.of(UUID.nameUUIDFromBytes(BYTES).toString())),
                Arguments.of("hstore", Map.of(PLACEHOLDER, PLACEHOLDER)),
                Arguments.of("hstore as JSON", "{\"" + PLACEHOLDER + "\":\"" + PLACEHOLDER + "\"}"));
    }

    private static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("part of a text", PLACEHOLDER + "s"),
                Arguments.of("empty list", List.of()),
                Arguments.of("list of nulls", Collections.singletonList(null)),
                Arguments.of("two texts", List.of(PLACEHOLDER, PLACEHOLDER)),
                Arguments.of("as many numbers", Collections.nCopies(BYTES.length, 95)),
                Arguments.of("as many texts", Collections.nCopies(BYTES.length, "_")),
                Arguments.of("a UUID by itself", UUID.nameUUIDFromBytes(BYTES).toString()),
                Arguments.of("map", Map.of(PLACEHOLDER, PLACEHOLDER, "b", "c")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spellings")
    void findsEverySpelling(String spelling, Object value) {
        assertThatThrownBy(() ->
                        new UnsentValues(UnavailableValues.FAIL, PLACEHOLDER, false).treated(Map.of("body", value)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("field body ");
        assertThat(new UnsentValues(UnavailableValues.NULL, PLACEHOLDER, false).treated(Map.of("body", value)))
                .isEqualTo(Collections.singletonMap("body", null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void leavesAloneWhatOnlyResemblesIt(String spelling, Object value) {
        Map<String, Object> row = Map.of("body", value);

        assertThat(new UnsentValues(UnavailableValues.FAIL, PLACEHOLDER, false).treated(row))
                .isSameAs(row);
    }
}
