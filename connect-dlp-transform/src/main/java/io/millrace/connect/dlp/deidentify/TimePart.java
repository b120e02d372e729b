// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.rules.Primitive;
import java.time.LocalTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAccessor;
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
        if (type == FieldType.TEXT) {
            return Output.SAME;
        }
        boolean hasPart = type.isDated() || (type.isTimeOfDay() && part == ChronoField.HOUR_OF_DAY);
        return hasPart ? Output.INT32 : Output.UNSUPPORTED;
    }

    @Override
    public Object apply(FieldType type, Object value, @Nullable Object context) {
        if (type == FieldType.TEXT) {
            return Integer.toString(read(value.toString()).get(part));
        }
        return type.isTimeOfDay()
                ? type.timeOfDay(value).get(part)
                : DateText.ofInstant(type.instant(value)).get(part);
    }

    private TemporalAccessor read(String text) {
        LocalTime time = part == ChronoField.HOUR_OF_DAY ? DateText.timeOfDay(text) : null;
        return time == null ? DateText.parse(text).moment() : time;
    }
}
