// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.RowError;
import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.storage.connection.AppendError.Kind;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppendErrorTest {
    private record At(String topic, int partition, long offset) implements Origin {}

    private static AppendError error(Code code, StorageErrorCode storage, RowError... rows) {
        Status.Builder status =
                Status.newBuilder().setCode(code.getNumber()).setMessage("TABLE_NOT_FOUND, INTERNAL, any text");
        if (storage != StorageErrorCode.STORAGE_ERROR_CODE_UNSPECIFIED) {
            status.addDetails(
                    Any.pack(StorageError.newBuilder().setCode(storage).build()));
        }
        return Objects.requireNonNull(AppendError.in(AppendRowsResponse.newBuilder()
                .setError(status)
                .addAllRowErrors(List.of(rows))
                .build()));
    }

    @ParameterizedTest // the text, which names other errors, does not matter
    @CsvSource({
        "NOT_FOUND, STORAGE_ERROR_CODE_UNSPECIFIED, TABLE_MISSING",
        "NOT_FOUND, TABLE_NOT_FOUND, TABLE_MISSING",
        "INVALID_ARGUMENT, SCHEMA_MISMATCH_EXTRA_FIELDS, COLUMNS_MISSING",
        "PERMISSION_DENIED, STORAGE_ERROR_CODE_UNSPECIFIED, PERMISSION",
        "PERMISSION_DENIED, KMS_PERMISSION_DENIED, FATAL",
        "FAILED_PRECONDITION, CMEK_ENCRYPTION_ERROR, FATAL",
        "UNAVAILABLE, KMS_SERVICE_ERROR, TRANSIENT",
        "INTERNAL, STORAGE_ERROR_CODE_UNSPECIFIED, TRANSIENT",
        "ABORTED, STORAGE_ERROR_CODE_UNSPECIFIED, TRANSIENT",
        "RESOURCE_EXHAUSTED, STORAGE_ERROR_CODE_UNSPECIFIED, QUOTA",
        "INVALID_ARGUMENT, STORAGE_ERROR_CODE_UNSPECIFIED, TYPES_DIFFER",
        "UNAUTHENTICATED, STORAGE_ERROR_CODE_UNSPECIFIED, CREDENTIALS",
    })
    void decidesByCodes(Code code, StorageErrorCode storage, Kind kind) {
        assertThat(error(code, storage).kind()).isEqualTo(kind);
    }

    @Test
    void takesAnErrorWithoutACodeForABrokenConnection() {
        assertThat(AppendError.of(new IllegalStateException()).kind()).isEqualTo(Kind.TRANSIENT);
    }

    @Test
    void keepsOnlyColumnNamesOfWhatBigQuerySaysAboutARow() {
        TableShape shape = new TableShape(List.of(
                Column.of("amount", ColumnType.NUMERIC, ColumnMode.NULLABLE),
                Column.of("mail", ColumnType.STRING, ColumnMode.NULLABLE)));
        RowError row = RowError.newBuilder()
                .setIndex(2)
                .setCode(RowError.RowErrorCode.FIELDS_ERROR)
                .setMessage("Field amount: cannot parse 'a@b.example'")
                .build();
        AppendError error = error(Code.INVALID_ARGUMENT, StorageErrorCode.STORAGE_ERROR_CODE_UNSPECIFIED, row);

        assertThat(error.kind()).isEqualTo(Kind.ROWS);
        Batch batch = new Batch(
                new Destination("p", "d", "t"), null, List.of(new Row(new At("orders", 0, 0), shape, new byte[0])));
        WriteResult.RowsRefused refused = new RefusedRows(shape).of(batch, error);
        assertThat(refused.reasons())
                .containsExactly(entry(2, "BigQuery refused the row with FIELDS_ERROR; it names amount"));
        assertThat(refused.named(2)).containsExactly("amount");
        assertThat(refused.named(0)).isEmpty();
    }
}
