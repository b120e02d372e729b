// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.schema.DecimalType;
import java.math.BigDecimal;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
    private final Encoding encoding = new Encoding();

    @ParameterizedTest
    @CsvSource({
        "38, 9, NUMERIC",
        "29, 0, NUMERIC",
        "30, 0, BIGNUMERIC",
        "38, 0, BIGNUMERIC",
        "39, 0, STRING",
        "39, 9, BIGNUMERIC",
        "10, 10, BIGNUMERIC",
        "76, 38, BIGNUMERIC",
        "77, 38, STRING",
        "90, 40, STRING",
        "60, 20, STRING",
        ", 2, NUMERIC",
        ", 10, BIGNUMERIC",
        ", 39, STRING",
        "5, -3, NUMERIC"
    })
    void automaticTypeIsTheSmallestThatHoldsPrecisionAndScale(@Nullable Integer precision, int scale, ColumnType type) {
        assertThat(encoding.columnOf(decimal(precision, scale)).type()).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0.00",
                "1",
                "-1",
                "0.000000001",
                "-0.000000001",
                "127",
                "128",
                "-128",
                "-129",
                "1E+5",
                "12.340000000000",
                "922337203685477580.7",
                "9223372036.854775807",
                "-9223372036.854775808",
                "99999999999999999999999999999.999999999",
                "-99999999999999999999999999999.999999999"
            })
    void numericKeepsEveryValueInItsRange(String value) {
        BigDecimal number = new BigDecimal(value);

        Object written = encoding.value(decimal(null, number.scale()), number);

        assertThat((BigDecimal) written).isEqualByComparingTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "1",
                "-1",
                "1E-38",
                "-1E-38",
                "578960446186580977117854925043439539266.34992332820282019728792003956564819967",
                "-578960446186580977117854925043439539266.34992332820282019728792003956564819968"
            })
    void bignumericKeepsEveryValueInItsRange(String value) {
        Object written = Encoding.decimals(DecimalType.BIGNUMERIC)
                .value(decimal(null, new BigDecimal(value).scale()), new BigDecimal(value));

        assertThat((BigDecimal) written).isEqualByComparingTo(new BigDecimal(value));
    }

    @ParameterizedTest
    @CsvSource({
        "NUMERIC, 100000000000000000000000000000, 29 digits",
        "NUMERIC, -100000000000000000000000000000, 29 digits",
        "NUMERIC, 0.0000000001, 9 digits after the point",
        "NUMERIC, 1E+1000000, 29 digits",
        "BIGNUMERIC, 578960446186580977117854925043439539267, BIGNUMERIC's",
        "BIGNUMERIC, 1E-39, 38 digits after the point"
    })
    void valuesOutsideTheTypeAreRefusedNamingColumnAndLimit(DecimalType type, BigDecimal value, String limit) {
        assertThatThrownBy(() -> Encoding.decimals(type).value(decimal(null, value.scale()), value))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column f is " + type)
                .hasMessageContaining(limit)
                .hasMessageNotContaining(value.toString());
    }

    @Test
    void textThatIsNoNumberIsRefusedWithoutBeingQuoted() {
        for (String text : new String[] {"NaN", "Infinity", "hunter2"}) {
            assertThatThrownBy(() -> encoding.row(
                            Encoding.field(Schema.STRING_SCHEMA, text),
                            Column.of("f", ColumnType.NUMERIC, ColumnMode.NULLABLE)))
                    .hasMessageContaining("column f is NUMERIC")
                    .hasMessageNotContaining(text + " ");
        }
    }

    @Test
    void decimalsAsStringAndFloatAreWrittenAsAsked() {
        BigDecimal value = new BigDecimal("1234567890123456789012345678901234567890.5");

        assertThat(Encoding.decimals(DecimalType.STRING).value(decimal(null, 1), value))
                .isEqualTo(value.toPlainString());
        assertThat(Encoding.decimals(DecimalType.FLOAT64).value(decimal(null, 1), new BigDecimal("0.5")))
                .isEqualTo(0.5);
        assertThat(encoding.value(decimal(60, 20), value.setScale(20)))
                .isEqualTo(value.setScale(20).toPlainString());
    }

    private static Schema decimal(@Nullable Integer precision, int scale) {
        return precision == null
                ? Decimal.schema(scale)
                : Decimal.builder(scale)
                        .parameter("connect.decimal.precision", precision.toString())
                        .build();
    }
}
