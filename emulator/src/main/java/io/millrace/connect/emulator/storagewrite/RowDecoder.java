// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.cloud.bigquery.storage.v1.RowError;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.connect.emulator.store.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decodes one writer's rows for one version of a table: into plain rows, or into changes where it sends those. */
final class RowDecoder {
    private static final String CHANGE_TYPE = "_CHANGE_TYPE";
    private static final String CHANGE_SEQUENCE = "_CHANGE_SEQUENCE_NUMBER";
    private static final List<TableFieldSchema> CHANGE_COLUMNS =
            List.of(changeColumn(CHANGE_TYPE), changeColumn(CHANGE_SEQUENCE));
    /** cloud.google.com/bigquery/docs/change-data-capture, 2026-11. */
    private static final int MOST_COLUMNS_OF_CHANGES = 2_000;

    private static final Pattern SEQUENCE = Pattern.compile("[0-9A-Fa-f]{1,16}(/[0-9A-Fa-f]{1,16}){0,3}");

    private final Descriptor message;
    private final RecordDecoder record;
    private final List<RecordDecoder.Field> withDefault = new ArrayList<>();
    private final List<RecordDecoder.Field> required = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();
    private final PartitionBounds bounds;
    private final boolean sendsChanges;

    /** Rows that are good and errors of those that are not; one of {@code rows} and {@code changes} is empty. */
    record Decoded(List<Map<String, @Nullable Object>> rows, List<Change> changes, List<RowError> errors) {}

    private RowDecoder(Descriptor message, RecordDecoder record, WriteTable table, boolean sendsChanges) {
        this.message = message;
        this.record = record;
        this.sendsChanges = sendsChanges;
        this.bounds = new PartitionBounds(table.partitionColumn());
        table.primaryKey().forEach(key -> keys.add(key.toLowerCase(Locale.ROOT)));
        for (RecordDecoder.Field field : record.fields()) {
            boolean hasDefault = table.schema().getFieldsList().stream()
                    .anyMatch(column -> column.getName().equals(field.column())
                            && !column.getDefaultValueExpression().isEmpty());
            if (hasDefault) {
                withDefault.add(field);
            }
            if (field.mode() == TableFieldSchema.Mode.REQUIRED) {
                required.add(field);
            }
        }
    }

    static RowDecoder compile(ProtoSchema schema, WriteTable table, StreamName stream) {
        String entity = stream.toString();
        Descriptor message = WriterMessage.of(schema.getProtoDescriptor(), entity);
        boolean sendsChanges = message.findFieldByName(CHANGE_TYPE) != null;
        boolean sendsSequence = message.findFieldByName(CHANGE_SEQUENCE) != null;
        if (sendsSequence && !sendsChanges) {
            throw StorageException.invalid(entity, CHANGE_SEQUENCE + " needs " + CHANGE_TYPE + " beside it");
        }
        List<TableFieldSchema> columns = new ArrayList<>(table.schema().getFieldsList());
        if (sendsChanges) {
            if (!stream.isDefault()) {
                throw StorageException.invalid(entity, CHANGE_TYPE + " is accepted on the default stream only");
            }
            if (table.primaryKey().isEmpty()) {
                throw StorageException.invalid(entity, CHANGE_TYPE + " is accepted by tables with a primary key only");
            }
            if (columns.size() > MOST_COLUMNS_OF_CHANGES) {
                throw StorageException.invalid(
                        entity, CHANGE_TYPE + " is accepted by tables with 2,000 columns at the top level at most");
            }
            columns.addAll(CHANGE_COLUMNS);
        }
        return new RowDecoder(message, new DecoderCompiler(entity).compile(message, columns), table, sendsChanges);
    }

    private static TableFieldSchema changeColumn(String name) {
        return TableFieldSchema.newBuilder()
                .setName(name)
                .setType(TableFieldSchema.Type.STRING)
                .setMode(TableFieldSchema.Mode.NULLABLE)
                .build();
    }

    boolean sendsChanges() {
        return sendsChanges;
    }

    /** @param now when the rows came, for what is measured from there */
    Decoded decode(ProtoRows rows, MissingValues missing, Instant now) {
        List<Map<String, @Nullable Object>> plain = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        List<RowError> errors = new ArrayList<>();
        for (int index = 0; index < rows.getSerializedRowsCount(); index++) {
            try {
                Map<String, @Nullable Object> values = decode(rows.getSerializedRows(index));
                bounds.check(values, now);
                if (sendsChanges) {
                    changes.add(change(values, missing));
                } else {
                    complete(values, missing, /* keysOnly= */ false);
                    plain.add(values);
                }
            } catch (InvalidValueException invalid) {
                errors.add(error(index, invalid.text()));
            }
        }
        return new Decoded(plain, changes, errors);
    }

    static RowError error(int index, String text) {
        return RowError.newBuilder()
                .setIndex(index)
                .setCode(RowError.RowErrorCode.FIELDS_ERROR)
                .setMessage(text)
                .build();
    }

    private Map<String, @Nullable Object> decode(ByteString row) throws InvalidValueException {
        try {
            return record.read(DynamicMessage.parseFrom(message, row));
        } catch (InvalidProtocolBufferException malformed) {
            // Protobuf's own text names fields at most
            throw new InvalidValueException("The row is not a message of the writer schema: " + malformed.getMessage());
        }
    }

    private Change change(Map<String, @Nullable Object> values, MissingValues missing) throws InvalidValueException {
        @Nullable Object type = values.remove(CHANGE_TYPE);
        @Nullable Object sequence = values.remove(CHANGE_SEQUENCE);
        boolean delete = "DELETE".equals(type);
        if (!delete && !"UPSERT".equals(type)) {
            throw new InvalidValueException(
                    "Field " + CHANGE_TYPE + ": UPSERT or DELETE is required on every row of the connection");
        }
        if (sequence != null && !SEQUENCE.matcher((String) sequence).matches()) {
            throw new InvalidValueException("Field " + CHANGE_SEQUENCE
                    + ": up to 4 sections of up to 16 hexadecimal digits joined by / are accepted");
        }
        complete(values, missing, /* keysOnly= */ delete);
        return new Change(delete ? Change.Kind.DELETE : Change.Kind.UPSERT, values, (String) sequence);
    }

    /** An absent column takes its default in the warehouse; where NULL is meant that has to be said. */
    private void complete(Map<String, @Nullable Object> values, MissingValues missing, boolean keysOnly)
            throws InvalidValueException {
        for (RecordDecoder.Field field : withDefault) {
            if (!values.containsKey(field.column()) && !missing.isDefault(field.column())) {
                values.put(field.column(), null);
            }
        }
        for (RecordDecoder.Field field : required) {
            boolean takesDefault = withDefault.contains(field) && !values.containsKey(field.column());
            boolean counts = !keysOnly || keys.contains(field.column().toLowerCase(Locale.ROOT));
            if (counts && !takesDefault) {
                RecordDecoder.requirePresent(field, values);
            }
        }
    }
}
