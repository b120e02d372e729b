// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.value;

import com.google.privacy.dlp.v2.Value;
import com.google.protobuf.Timestamp;
import com.google.type.Date;
import com.google.type.TimeOfDay;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A date, a time of day or an instant, and how to write it again as it was written: in its {@code Value} type, or in its
 * text's own format.
 */
public final class Moment {
    /** Of text; the first that reads it counts. */
    private static final List<DateTimeFormatter> FORMATS = List.of(
            DateTimeFormatter.ISO_LOCAL_DATE,
            DateTimeFormatter.ISO_OFFSET_DATE_TIME,
            DateTimeFormatter.ISO_LOCAL_DATE_TIME,
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT),
            DateTimeFormatter.ofPattern("M/d/uuuu", Locale.ROOT),
            DateTimeFormatter.ofPattern("uuuu/M/d", Locale.ROOT),
            DateTimeFormatter.ofPattern("d.M.uuuu", Locale.ROOT),
            DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT),
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("MMMM d, uuuu", Locale.ENGLISH),
            DateTimeFormatter.ISO_LOCAL_TIME);

    /** Turns a time into a value again. */
    @FunctionalInterface
    private interface Writer {
        Value write(Temporal time);
    }

    private final Temporal time;
    private final Writer writer;

    private Moment(Temporal time, Writer writer) {
        this.time = time;
        this.writer = writer;
    }

    /** Empty where the value is no time. */
    public static Optional<Moment> of(Value value) {
        try {
            return switch (value.getTypeCase()) {
                case TIMESTAMP_VALUE -> Optional.of(ofTimestamp(value.getTimestampValue()));
                case DATE_VALUE -> Optional.of(ofDate(value.getDateValue()));
                case TIME_VALUE -> Optional.of(ofTimeOfDay(value.getTimeValue()));
                case STRING_VALUE -> ofText(value.getStringValue());
                case INTEGER_VALUE, FLOAT_VALUE, BOOLEAN_VALUE, DAY_OF_WEEK_VALUE, TYPE_NOT_SET -> Optional.empty();
            };
        } catch (DateTimeException outOfRange) {
            return Optional.empty();
        }
    }

    private static Moment ofTimestamp(Timestamp timestamp) {
        Instant instant = Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
        return new Moment(instant.atOffset(ZoneOffset.UTC), time -> {
            Instant written = OffsetDateTime.from(time).toInstant();
            return Value.newBuilder()
                    .setTimestampValue(Timestamp.newBuilder()
                            .setSeconds(written.getEpochSecond())
                            .setNanos(written.getNano()))
                    .build();
        });
    }

    private static Moment ofDate(Date date) {
        return new Moment(LocalDate.of(date.getYear(), date.getMonth(), date.getDay()), time -> {
            LocalDate written = LocalDate.from(time);
            return Value.newBuilder()
                    .setDateValue(Date.newBuilder()
                            .setYear(written.getYear())
                            .setMonth(written.getMonthValue())
                            .setDay(written.getDayOfMonth()))
                    .build();
        });
    }

    private static Moment ofTimeOfDay(TimeOfDay day) {
        return new Moment(LocalTime.of(day.getHours(), day.getMinutes(), day.getSeconds(), day.getNanos()), time -> {
            LocalTime written = LocalTime.from(time);
            return Value.newBuilder()
                    .setTimeValue(TimeOfDay.newBuilder()
                            .setHours(written.getHour())
                            .setMinutes(written.getMinute())
                            .setSeconds(written.getSecond())
                            .setNanos(written.getNano()))
                    .build();
        });
    }

    private static Optional<Moment> ofText(String text) {
        return FORMATS.stream().flatMap(format -> read(text, format).stream()).findFirst();
    }

    private static Optional<Moment> read(String text, DateTimeFormatter format) {
        try {
            TemporalAccessor parsed =
                    format.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from, LocalTime::from);
            return Optional.of(new Moment(
                    (Temporal) parsed,
                    time -> Value.newBuilder()
                            .setStringValue(format.format(time))
                            .build()));
        } catch (DateTimeException anotherFormat) {
            return Optional.empty();
        }
    }

    /** A part of it; empty where it has none such. */
    public Optional<Integer> get(TemporalField part) {
        return time.isSupported(part) ? Optional.of(time.get(part)) : Optional.empty();
    }

    /** Some days later or, if negative, earlier; empty for a time without a day. */
    public Optional<Value> plusDays(long days) {
        return time instanceof LocalTime
                ? Optional.empty()
                : Optional.of(writer.write(time.plus(days, ChronoUnit.DAYS)));
    }

    /** For comparing; in UTC where it has no zone, the start of the day for a date. Empty for a time of day. */
    public Optional<Instant> instant() {
        if (time instanceof OffsetDateTime exact) {
            return Optional.of(exact.toInstant());
        }
        if (time instanceof LocalDateTime local) {
            return Optional.of(local.toInstant(ZoneOffset.UTC));
        }
        return time instanceof LocalDate date
                ? Optional.of(date.atStartOfDay().toInstant(ZoneOffset.UTC))
                : Optional.empty();
    }

    /** For comparing; empty for a date. */
    public Optional<LocalTime> timeOfDay() {
        if (time instanceof OffsetDateTime exact) {
            return Optional.of(exact.toLocalTime());
        }
        if (time instanceof LocalDateTime local) {
            return Optional.of(local.toLocalTime());
        }
        return time instanceof LocalTime clock ? Optional.of(clock) : Optional.empty();
    }

    String text() {
        return time.toString();
    }
}
