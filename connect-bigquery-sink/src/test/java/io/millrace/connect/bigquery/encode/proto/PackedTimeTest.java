// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.encode.value.CivilTime;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** The packed fields of DATETIME against java.time's calendar. */
final class PackedTimeTest {
    @Test
    void packsEveryDayThatBigQueryHas() {
        int wrong = 0;

        LocalDate last = LocalDate.of(9999, 12, 31);
        for (LocalDate day = LocalDate.of(1, 1, 1); !day.isAfter(last); day = day.plusDays(1)) {
            long micros = day.toEpochDay() * CivilTime.MICROS_PER_DAY;
            long packed = (long) day.getYear() << 9 | (long) day.getMonthValue() << 5 | day.getDayOfMonth();
            if (PackedTime.datetime(micros) != packed << 37) {
                wrong++;
            }
        }

        assertThat(wrong).isZero();
    }

    @Test
    void packsEverySecondOfADayWithItsLastMicrosecond() {
        long midnight = LocalDate.of(1969, 12, 31).toEpochDay() * CivilTime.MICROS_PER_DAY;
        long packedDay = 1969L << 9 | 12 << 5 | 31;
        int wrong = 0;

        for (long second = 0; second < 86_400; second++) {
            long time = (((second / 3_600) << 12) | ((second / 60 % 60) << 6) | (second % 60)) << 20 | 999_999;
            long micros = midnight + second * CivilTime.MICROS_PER_SECOND + 999_999;
            if (PackedTime.datetime(micros) != (packedDay << 37 | time)) {
                wrong++;
            }
        }

        assertThat(wrong).isZero();
    }
}
