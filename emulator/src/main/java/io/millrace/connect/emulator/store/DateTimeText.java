// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/** DATETIME as DuckDB casts it from and to text. */
final class DateTimeText {
    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .toFormatter();

    private DateTimeText() {}

    static String format(LocalDateTime value) {
        return FORMAT.format(value);
    }

    static LocalDateTime parse(String text) {
        return LocalDateTime.parse(text, FORMAT);
    }
}
