// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.transform;

import com.google.privacy.dlp.v2.TimePartConfig;
import com.google.privacy.dlp.v2.Value;
import io.millrace.connect.emulator.dlp.value.DlpException;
import io.millrace.connect.emulator.dlp.value.Moment;
import io.millrace.connect.emulator.dlp.value.UntransformableException;
import io.millrace.connect.emulator.dlp.value.Values;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;

/** One part of a date or time in its place: text for text, else a number. Days of a week count from Monday. */
record TimePart(TemporalField part) implements Transformation {
    static TimePart of(TimePartConfig config) {
        return new TimePart(
                switch (config.getPartToExtract()) {
                    case YEAR -> ChronoField.YEAR;
                    case MONTH -> ChronoField.MONTH_OF_YEAR;
                    case DAY_OF_MONTH -> ChronoField.DAY_OF_MONTH;
                    case DAY_OF_WEEK -> ChronoField.DAY_OF_WEEK;
                    case WEEK_OF_YEAR -> IsoFields.WEEK_OF_WEEK_BASED_YEAR;
                    case HOUR_OF_DAY -> ChronoField.HOUR_OF_DAY;
                    case TIME_PART_UNSPECIFIED, UNRECOGNIZED ->
                        throw DlpException.invalid("time_part_config names no part");
                });
    }

    @Override
    public Value apply(Value value, Occasion occasion) throws UntransformableException {
        int number = Moment.of(value)
                .flatMap(moment -> moment.get(part))
                .orElseThrow(() -> new UntransformableException("a value has not the part of a time to extract"));
        return value.hasStringValue()
                ? Values.ofText(Integer.toString(number))
                : Value.newBuilder().setIntegerValue(number).build();
    }
}
