// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.value;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.privacy.dlp.v2.Value;
import com.google.protobuf.TextFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What dlp.proto says at {@code RecordCondition} of values of different types; values are in protobuf's text format. */
class OrderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "integer_value: 2 | integer_value: 10 | -1",
                "integer_value: 2 | float_value: 2.0 | 0",
                "float_value: 2.5 | string_value: '2' | 1",
                "integer_value: 10 | string_value: '9' | 1",
                "string_value: '10' | integer_value: 9 | 1",
                "string_value: 'ten' | integer_value: 9 |",
                "integer_value: 9 | string_value: 'ten' |",
                "string_value: '10' | string_value: '9' | -1",
                "boolean_value: true | boolean_value: true | 0",
                "boolean_value: true | string_value: 'TRUE' | 0",
                "integer_value: 1 | boolean_value: true |",
                "timestamp_value { seconds: 60 } | string_value: '1970-01-01T00:01:00Z' | 0",
                "timestamp_value { seconds: 60 } | string_value: 'now' |",
                "string_value: '1970-01-01T00:00:00Z' | timestamp_value { seconds: 60 } | -1",
                "date_value { year: 2024 month: 2 day: 29 } | string_value: '2024-03-01' | -1",
                "time_value { hours: 9 } | string_value: '08:59:59' | 1",
                "timestamp_value { seconds: 3600 } | time_value { hours: 1 } | 0",
                "time_value { hours: 1 } | integer_value: 1 |",
                "integer_value: 1 | |"
            })
    void valuesOfDifferentTypesCompareAsTheProtoSays(String left, String right, Integer order) throws Exception {
        Integer compared = Order.compare(value(left), value(right == null ? "" : right))
                .map(Integer::signum)
                .orElse(null);

        assertThat(compared).isEqualTo(order);
    }

    private static Value value(String text) throws TextFormat.ParseException {
        return TextFormat.parse(text, Value.class);
    }
}
