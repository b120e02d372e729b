// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import static io.millrace.connect.emulator.storagewrite.TestRows.field;
import static io.millrace.connect.emulator.storagewrite.TestRows.row;
import static io.millrace.connect.emulator.storagewrite.TestRows.rows;
import static io.millrace.connect.emulator.storagewrite.TestRows.schema;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import io.millrace.connect.emulator.store.TableName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes one row into one column called {@code c}. */
final class Decoding {
    private Decoding() {}

    static final StreamName STREAM = StreamName.defaultOf(new TableName("p", "d", "t"));

    static TableFieldSchema.Builder column(String type) {
        return TableFieldSchema.newBuilder()
                .setName("c")
                .setType(TableFieldSchema.Type.valueOf(type))
                .setMode(TableFieldSchema.Mode.NULLABLE);
    }

    static WriteTable table(TableFieldSchema... columns) {
        return new WriteTable(
                STREAM.table(),
                TableSchema.newBuilder().addAllFields(List.of(columns)).build(),
                List.of(),
                null,
                1,
                1,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    static RowDecoder.Decoded decode(TableFieldSchema column, ProtoSchema schema, ByteString row) {
        return RowDecoder.compile(schema, table(column), STREAM).decode(rows(row), MissingValues.NULL, Instant.EPOCH);
    }

    static @Nullable Object value(TableFieldSchema.Builder column, FieldDescriptorProto field, ByteString row) {
        RowDecoder.Decoded decoded = decode(column.build(), schema(field), row);
        assertThat(decoded.errors()).isEmpty();
        return decoded.rows().get(0).get("c");
    }

    static String error(TableFieldSchema.Builder column, FieldDescriptorProto field, ByteString row) {
        RowDecoder.Decoded decoded = decode(column.build(), schema(field), row);
        assertThat(decoded.errors()).hasSize(1);
        assertThat(decoded.rows()).isEmpty();
        return decoded.errors().get(0).getMessage();
    }
}
