// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import io.millrace.connect.bigquery.schema.ColumnSettings;
import io.millrace.connect.bigquery.schema.ColumnTypeRule;
import io.millrace.connect.bigquery.schema.Compatibility;
import io.millrace.connect.bigquery.schema.DecimalType;
import io.millrace.connect.bigquery.schema.EpochUnit;
import io.millrace.connect.bigquery.schema.LogicalTypes;
import io.millrace.connect.bigquery.schema.MapFormat;
import io.millrace.connect.bigquery.schema.NullElements;
import io.millrace.connect.bigquery.schema.SchemaEvolution;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.schema.TypeSettings;
import io.millrace.connect.bigquery.schema.UnknownFields;
import io.millrace.connect.bigquery.schema.ZonelessTimestampType;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import java.util.List;
import java.util.Set;

/** What tables look like for the records that come. */
final class SchemaOptions {
    /** Whether columns may be REQUIRED: {@code schema.nullable}. */
    enum Nullable {
        AS_DECLARED,
        ALWAYS
    }

    static final Option<Set<SchemaEvolution>> EVOLUTION = Option.choices(
                    "schema.evolution",
                    SchemaEvolution.class,
                    Set.of(SchemaEvolution.ADD_FIELDS, SchemaEvolution.RELAX_REQUIRED),
                    "How live tables may be changed to fit new records. add-fields: columns are added, nested ones"
                            + " too; relax-required: REQUIRED columns become NULLABLE; none: never. Columns are never"
                            + " removed. widen-types, with write.method=gcs-load for all tables: INT64 becomes NUMERIC,"
                            + " BIGNUMERIC or FLOAT64, NUMERIC becomes BIGNUMERIC or FLOAT64, and parameters as of"
                            + " STRING(20) go, at the top level; BigQuery changes no column's type while rows are streamed"
                            + " into the table.")
            .<Set<SchemaEvolution>>as("any of add-fields, relax-required, widen-types; or none", evolution -> evolution)
            .importance(HIGH);
    static final Option<Nullable> NULLABLE = Option.choice(
            "schema.nullable",
            Nullable.AS_DECLARED,
            "Which columns are NULLABLE. as-declared: those whose field is optional; always: all of them.");
    static final Option<UnknownFields> UNKNOWN_FIELDS = Option.choice(
            "schema.unknown.fields",
            UnknownFields.FAIL,
            "What becomes of a field that the table lacks and may not get. fail: the record is a bad record; ignore:"
                    + " the field is left out.");
    static final Option<DecimalType> DECIMAL_TYPE = Option.choice(
            "decimal.type",
            DecimalType.AUTO,
            "Column type of decimals. auto: NUMERIC if the scale is at most 9 and at most 29 digits stand before the"
                    + " point, else BIGNUMERIC if it fits, else STRING; record: RECORD of scale and value, as KCBQ makes"
                    + " it.");
    static final Option<ZonelessTimestampType> ZONELESS_TYPE = Option.choice(
                    "zoneless.timestamp.type",
                    ZonelessTimestampType.DATETIME,
                    "Column type of a database's timestamps without time zone. timestamp takes the clock reading as"
                            + " UTC.")
            .shownAs("Zone-less timestamp type");
    static final Option<MapFormat> MAP_FORMAT = Option.choice(
                    "map.format",
                    MapFormat.ENTRIES,
                    "Column type of maps. entries: REPEATED RECORD of key and value; json: JSON.")
            .importance(LOW);
    static final Option<NullElements> NULL_ELEMENTS = Option.choice(
                    "null.array.elements",
                    NullElements.FAIL,
                    "What becomes of a null inside an array, which BigQuery cannot store. fail: the record is a bad"
                            + " record; skip: the element is left out; wrap: arrays whose elements may be null by their"
                            + " schema become REPEATED RECORD with one NULLABLE field, if the column is made from then"
                            + " on.")
            .importance(LOW);
    static final Option<List<ColumnTypeRule>> COLUMN_TYPES = Option.list(
                    "column.types",
                    "Types of columns whatever the record's schema says, as column=TYPE, or column=TYPE(unit) for"
                            + " integers that count seconds, millis, micros or nanos; dots lead into records.")
            .as(
                    "column=TYPE(unit),…",
                    rules -> rules.stream().map(ColumnTypeRule::parse).toList());

    static final Option<LogicalTypes> LOGICAL_TYPES = Option.choice(
                    "logical.types",
                    LogicalTypes.ALL,
                    "Which logical types of Debezium get columns of their own type. all: each that BigQuery has a type"
                            + " for; kcbq: those that KCBQ knows, so that a table it made goes on: the others become what"
                            + " their Connect type becomes, such as INT64, STRING or RECORD.")
            .importance(LOW);
    static final Option<DecimalType> VARIABLE_DECIMAL_TYPE = Option.choice(
                    "variable.decimal.type",
                    DecimalType.AUTO,
                    "Column type of Debezium's decimals of variable scale. auto: that of decimal.type, and BIGNUMERIC"
                            + " if that is auto, too.")
            .importance(LOW);
    static final Option<EpochUnit> INTEGER_UNIT = Option.choice(
                    "integer.timestamp.unit",
                    EpochUnit.MICROS,
                    "What integers that come for a TIMESTAMP column count since 1970, if column.types does not say it.")
            .importance(LOW);

    static final OptionGroup GROUP = OptionGroup.of(
            "Schema",
            EVOLUTION,
            NULLABLE,
            UNKNOWN_FIELDS,
            DECIMAL_TYPE,
            ZONELESS_TYPE,
            MAP_FORMAT,
            NULL_ELEMENTS,
            COLUMN_TYPES,
            LOGICAL_TYPES,
            VARIABLE_DECIMAL_TYPE,
            INTEGER_UNIT);

    private SchemaOptions() {}

    static SchemaSettings read(OptionValues values) {
        return new SchemaSettings(
                EVOLUTION.of(values),
                UNKNOWN_FIELDS.of(values),
                new ColumnSettings(NULLABLE.of(values) == Nullable.ALWAYS, DestinationOptions.fieldRule(values)),
                new TypeSettings(
                        DECIMAL_TYPE.of(values),
                        ZONELESS_TYPE.of(values),
                        MAP_FORMAT.of(values),
                        NULL_ELEMENTS.of(values),
                        COLUMN_TYPES.of(values),
                        new Compatibility(
                                LOGICAL_TYPES.of(values), VARIABLE_DECIMAL_TYPE.of(values), INTEGER_UNIT.of(values))),
                KafkaColumnOptions.read(values));
    }
}
