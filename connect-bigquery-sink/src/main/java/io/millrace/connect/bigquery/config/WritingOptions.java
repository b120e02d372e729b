// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import io.millrace.connect.bigquery.change.ChangeMode;
import io.millrace.connect.bigquery.change.ChangeOrder;
import io.millrace.connect.bigquery.change.ChangeSettings;
import io.millrace.connect.bigquery.change.InternalTopics;
import io.millrace.connect.bigquery.change.NullValues;
import io.millrace.connect.bigquery.change.PrimaryKey;
import io.millrace.connect.bigquery.change.RecordFormat;
import io.millrace.connect.bigquery.change.UnavailableValues;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How records are written, and what a record is. */
final class WritingOptions {
    private static final String HEX = "hex:";
    private static final String RECORD_KEY = "record-key";

    static final Option<String> METHOD = Option.word(
                    "write.method",
                    WritePlans.EXISTING.accepted(WritePlans.METHOD),
                    "How rows reach BigQuery. storage-write: the Storage Write API over gRPC, with pooled connections;"
                            + " streaming-insert: tabledata.insertAll, BigQuery's older API, for those who depend on it;"
                            + " gcs-load: files in Cloud Storage and load jobs, free of BigQuery's ingestion cost, minutes"
                            + " later.")
            .importance(HIGH);
    static final Option<String> GUARANTEE = Option.word(
                    "delivery.guarantee",
                    WritePlans.EXISTING.accepted(WritePlans.GUARANTEE),
                    "What becomes of a record when something fails. at-least-once: it is in its table once or more, or"
                            + " reported, or skipped by rule; never lost.")
            .importance(HIGH);
    static final Option<String> MODE = Option.word(
                    "change.mode",
                    WritePlans.EXISTING.accepted(WritePlans.MODE),
                    "What a record does to its table. append: it is one more row. upsert: it is the row of its key"
                            + " from now on. upsert-delete: the same, and deletes and tombstones take rows away.")
            .importance(HIGH);
    static final Option<String> STRATEGY = Option.word(
            "upsert.strategy",
            WritePlans.EXISTING.accepted(WritePlans.STRATEGY),
            "How rows are changed where a table has one for each key. cdc: by BigQuery's change data capture, at once."
                    + " merge: changes wait in a staging table, and one MERGE per merge.interval.ms brings them into the"
                    + " table: for tables that need DML or a required partition filter, or whose queries shall not apply"
                    + " changes.");
    static final Option<PrimaryKey> PRIMARY_KEY = Option.list(
                    "primary.key",
                    "What identifies a row: record-key for the record's key, or the names of fields. The current-state"
                            + " view of a changelog is made by it.")
            .as("record-key, or a list of field names", WritingOptions::primaryKey);
    static final Option<RecordFormat> FORMAT = Option.choice(
            "record.format",
            RecordFormat.AUTO,
            "What records are. auto: Debezium's envelopes and flattened changes are recognised, everything else is a"
                    + " plain row; plain: every record is a row as it is; debezium: every record must be a Debezium"
                    + " change.");
    static final Option<InternalTopics> INTERNAL = Option.choice(
                    "debezium.internal.topics",
                    InternalTopics.SKIP,
                    "What becomes of the records that Debezium writes for itself: heartbeats, schema changes,"
                            + " transactions, and signals (those of a table debezium_signal, or of the topic"
                            + " <prefix>-signal). skip: no table holds them; land: they are rows like others.")
            .importance(LOW);
    static final Option<NullValues> NULL_VALUES = Option.choice(
                    "null.values",
                    NullValues.AUTO,
                    "What a record without a value (a tombstone) is. auto: with change.mode=upsert-delete the row of"
                            + " its key is deleted, else it is skipped; fail: a bad record.")
            .importance(LOW);
    static final Option<UnavailableValues> UNAVAILABLE = Option.choice(
            "unavailable.values",
            UnavailableValues.class,
            "What a value is that the source did not send, because an update left it alone: Debezium has a placeholder"
                    + " for it. fail: the record is a bad one; null: the column is NULL; as-is: the placeholder is the"
                    + " value, in whose place the view over a changelog shows the last value that was sent; keep: the row"
                    + " keeps the value that it has, where upsert.strategy=merge. Unset: keep there, fail where a table"
                    + " has one row for each key otherwise, as-is where rows are appended.");
    static final Option<String> PLACEHOLDER = Option.string(
                    "unavailable.value.placeholder",
                    ChangeSettings.PLACEHOLDER,
                    "Debezium's placeholder for such values, where its connector was told another one by this name: a text, or"
                            + " hex: and the octets of one.")
            .checked("a text, or hex: and its octets", text -> placeholder(text))
            .importance(LOW);
    static final Option<Integer> EPOCH = Option.integer(
                    "topic.epoch",
                    0,
                    0,
                    ChangeOrder.LATEST_EPOCH,
                    "Orders the changes of a key behind all that were written with a lower number, whatever their"
                            + " records' times are. Raise it by one where a topic was made anew with records that are"
                            + " older than those in the table.")
            .importance(LOW);

    static final OptionGroup GROUP = OptionGroup.of(
            "Writing",
            METHOD,
            GUARANTEE,
            MODE,
            STRATEGY,
            InsertOptions.IDS,
            InsertOptions.COMPRESSION,
            PRIMARY_KEY,
            FORMAT,
            INTERNAL,
            NULL_VALUES,
            MergeOptions.TRUNCATE,
            UNAVAILABLE,
            PLACEHOLDER,
            EPOCH);

    /** What one table may have otherwise than the connector. */
    static final List<Option<?>> PER_TABLE = Stream.of(
                    List.of(METHOD, MODE, STRATEGY, PRIMARY_KEY, MergeOptions.TRUNCATE),
                    LoadOptions.PER_TABLE,
                    MergeOptions.PER_TABLE)
            .<Option<?>>flatMap(List::stream)
            .toList();

    private WritingOptions() {}

    static ChangeSettings readChange(OptionValues values) {
        return new ChangeSettings(
                FORMAT.of(values),
                NULL_VALUES.of(values),
                PRIMARY_KEY.of(values),
                mode(values),
                MergeOptions.TRUNCATE.of(values),
                unavailable(values),
                placeholder(PLACEHOLDER.of(values)),
                EPOCH.of(values),
                INTERNAL.of(values));
    }

    private static UnavailableValues unavailable(OptionValues values) {
        return UNAVAILABLE.find(values).orElseGet(() -> {
            if (isMerged(values)) {
                return UnavailableValues.KEEP;
            }
            return mode(values).isKeyed() ? UnavailableValues.FAIL : UnavailableValues.AS_IS;
        });
    }

    /** Whether changes are merged into the table. */
    static boolean isMerged(OptionValues values) {
        return mode(values).isKeyed() && STRATEGY.of(values).equals(MergeOptions.STRATEGY);
    }

    /** What rows have for a value that the source did not send; null where none has such a thing. */
    static @Nullable String unsent(OptionValues values) {
        return unavailable(values) == UnavailableValues.AS_IS ? placeholder(PLACEHOLDER.of(values)) : null;
    }

    static ChangeMode mode(OptionValues values) {
        return switch (MODE.of(values)) {
            case "upsert" -> ChangeMode.UPSERT;
            case "upsert-delete" -> ChangeMode.UPSERT_DELETE;
            default -> ChangeMode.APPEND;
        };
    }

    /** @param ofTables by table, the properties as that table sees them */
    static WritingSettings read(
            OptionValues values, Map<String, OptionValues> ofTables, Map<String, String> properties) {
        WritePlan common = WritePlans.EXISTING.of(words(values), values, properties);
        Map<String, WritePlan> tables = new HashMap<>();
        ofTables.forEach((table, ofTable) -> {
            WritePlan plan = WritePlans.EXISTING.of(words(ofTable), ofTable, properties);
            if (!plan.equals(common)) {
                tables.put(table, plan);
            }
        });
        return new WritingSettings(
                common,
                tables,
                BatchingOptions.readRetry(values),
                BatchingOptions.readDelivery(values, properties),
                DeadLetterOptions.read(values, properties));
    }

    /** @param written how the user wrote a property: for all tables or for one */
    static List<Finding> conflicts(OptionValues values, Function<Option<?>, String> written) {
        return WritePlans.EXISTING.conflicts(
                Stream.of(METHOD, MODE, GUARANTEE, STRATEGY).map(written).toList(), words(values));
    }

    private static List<String> words(OptionValues values) {
        String strategy = mode(values).isKeyed() ? STRATEGY.of(values) : WritePlans.CDC;
        return List.of(METHOD.of(values), MODE.of(values), GUARANTEE.of(values), strategy);
    }

    /** As Debezium reads it (its RelationalDatabaseConnectorConfig, 3.7). */
    private static String placeholder(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(
                    "an empty text stands for nothing; accepted: a text, or " + HEX + " and the octets of one");
        }
        try {
            return text.startsWith(HEX)
                    ? new String(HexFormat.of().parseHex(text.substring(HEX.length())), StandardCharsets.UTF_8)
                    : text;
        } catch (IllegalArgumentException odd) {
            throw new IllegalArgumentException(
                    "what follows " + HEX + " is no hexadecimal octets; accepted: a text, or " + HEX
                            + " and the octets of one",
                    odd);
        }
    }

    private static PrimaryKey primaryKey(List<String> fields) {
        if (fields.isEmpty() || (fields.size() == 1 && fields.get(0).equalsIgnoreCase(RECORD_KEY))) {
            return PrimaryKey.RECORD_KEY;
        }
        if (fields.contains(RECORD_KEY)) {
            throw new IllegalArgumentException("accepted: " + RECORD_KEY + " alone, or names of fields");
        }
        return new PrimaryKey(Names.distinct(fields, 16));
    }
}
