// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.rules.Primitive;
import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import org.jspecify.annotations.Nullable;

/** DLP's TimePartConfig: a number for temporal fields, its digits for text. */
final class TimePart implements Transformation {
    private final TemporalField part;

    TimePart(Primitive.TimePart config) {
        this.part = switch (config.partToExtract()) {
            case YEAR -> ChronoField.YEAR;
            case MONTH -> ChronoField.MONTH_OF_YEAR;
            case DAY_OF_MONTH -> ChronoField.DAY_OF_MONTH;
            case DAY_OF_WEEK -> ChronoField.DAY_OF_WEEK;
            case WEEK_OF_YEAR -> IsoFields.WEEK_OF_WEEK_BASED_YEAR;
            case HOUR_OF_DAY -> ChronoField.HOUR_OF_DAY;
        };
    }

    @Override
    public Output output(FieldType type) {
        return switch (type) {
            case TEXT -> Output.SAME;
            case TIME -> part == ChronoField.HOUR_OF_DAY ? Output.INT32 : Output.UNSUPPORTED;
            case DATE, TIMESTAMP, EPOCH_DAYS, EPOCH_MILLIS, EPOCH_MICROS, EPOCH_NANOS -> Output.INT32;
            default -> Output.UNSUPPORTED;
        };
    }

    @Override
    public Object apply(FieldType type, Object value, @Nullable Object context) {
        if (type == FieldType.TEXT) {
            return Integer.toString(DateText.parse(value.toString()).moment().get(part));
        }
        LocalDateTime moment = DateText.ofInstant(type.instant(value));
        return moment.get(part);
    }
}
