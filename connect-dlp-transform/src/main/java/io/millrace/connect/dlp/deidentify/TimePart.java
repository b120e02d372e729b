// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.options.NamedProperties;
import java.time.LocalTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalField;
import org.jspecify.annotations.Nullable;

/** TimePartConfig: one part of a date or time; a number for temporal fields, its digits for text. */
public record TimePart(Part partToExtract) implements Primitive, Transformation {
    static final Form<TimePart> FORM = new Form<>(
            "time-part",
            options ->
                    new TimePart(options.require("part.to.extract", text -> NamedProperties.choice(Part.class, text))),
            config -> new TimePart(config.requireChoice("partToExtract", Part.YEAR)));

    /** TimePartConfig.TimePart; days of the week count from Monday = 1, weeks by ISO 8601. */
    public enum Part {
        YEAR(ChronoField.YEAR),
        MONTH(ChronoField.MONTH_OF_YEAR),
        DAY_OF_MONTH(ChronoField.DAY_OF_MONTH),
        DAY_OF_WEEK(ChronoField.DAY_OF_WEEK),
        WEEK_OF_YEAR(IsoFields.WEEK_OF_WEEK_BASED_YEAR),
        HOUR_OF_DAY(ChronoField.HOUR_OF_DAY);

        private final TemporalField field;

        Part(TemporalField field) {
            this.field = field;
        }

        private int of(TemporalAccessor moment) {
            return moment.get(field);
        }
    }

    @Override
    public Form<TimePart> form() {
        return FORM;
    }

    @Override
    public KeyUse key() {
        return KeyUse.NONE;
    }

    @Override
    public @Nullable FieldPath context() {
        return null;
    }

    @Override
    public Repeats repeats() {
        return Repeats.ALWAYS;
    }

    @Override
    public void write(CloudConfig config) {
        config.put("partToExtract", partToExtract.name());
    }

    @Override
    public Transformation start(Materials materials, @Nullable String infoType) {
        return this;
    }

    @Override
    public Output output(FieldType type) {
        if (type == FieldType.TEXT) {
            return Output.SAME;
        }
        boolean hasPart = type.isDated() || (type.isTimeOfDay() && partToExtract == Part.HOUR_OF_DAY);
        return hasPart ? Output.INT32 : Output.UNSUPPORTED;
    }

    @Override
    public Object apply(FieldType type, Object value, @Nullable Object contextValue) {
        if (type == FieldType.TEXT) {
            return Integer.toString(partToExtract.of(read(value.toString())));
        }
        return partToExtract.of(type.isTimeOfDay() ? type.timeOfDay(value) : DateText.ofInstant(type.instant(value)));
    }

    private TemporalAccessor read(String text) {
        LocalTime time = partToExtract == Part.HOUR_OF_DAY ? DateText.timeOfDay(text) : null;
        return time == null ? DateText.parse(text).moment() : time;
    }
}
