// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.change.ChangeSettings;
import io.millrace.connect.bigquery.change.Changes;
import io.millrace.connect.bigquery.change.RowChange;
import io.millrace.connect.bigquery.change.RowChanges;
import io.millrace.connect.bigquery.encode.RowEncoders;
import io.millrace.connect.bigquery.encode.RowFormat;
import io.millrace.connect.bigquery.encode.avro.AvroFormat;
import io.millrace.connect.bigquery.encode.json.JsonDialect;
import io.millrace.connect.bigquery.encode.json.JsonFormat;
import io.millrace.connect.bigquery.encode.proto.ProtoFormat;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.RecordShapes;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.schema.TableContent;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How large a row may be depends on how it is sent. */
class RowLimitsTest {
    private static final TableShape LIVE =
            new TableShape(List.of(Column.of("f", ColumnType.STRING, ColumnMode.REQUIRED)));

    private record At(String topic, int partition, long offset) implements Origin {}

    static Stream<RowFormat<?>> formats() {
        return Stream.of(new ProtoFormat(), new AvroFormat(), new JsonFormat(JsonDialect.INSERT_ALL));
    }

    private static RowConverter converter(RowFormat<?> format) {
        Changes changes = new Changes(ChangeSettings.DEFAULT);
        return new RowConverter(
                new RecordShapes(SchemaSettings.DEFAULT, changes, TableContent.CHANGELOG),
                new RowEncoders(
                        SchemaSettings.DEFAULT, changes, format, InstantSource.system(), TableContent.CHANGELOG),
                new RowChanges(changes, ChangeSettings.DEFAULT),
                SchemaSettings.DEFAULT);
    }

    private static SinkRecord record(int length) {
        return new SinkRecord("t", 0, null, null, null, Map.of("f", "x".repeat(length)), 0);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aRowThatNothingTakesIsRefusedBeforeItIsSent(RowFormat<?> format) {
        RowConverter rows = converter(format);
        int most = format.mostBytes();

        assertThat(rows.encode(record(most - 20), RowChange.APPEND, LIVE, new At("t", 0, 0))
                        .bytes())
                .hasSizeBetween(most - 20, most);
        assertThatThrownBy(() -> rows.encode(record(most), RowChange.APPEND, LIVE, new At("t", 0, 0)))
                .isInstanceOf(DataException.class)
                .hasMessageMatching("the row has \\d+ bytes, BigQuery takes " + most + " by this write.method");
        assertThatThrownBy(() -> rows.wantedBy(record(most), RowChange.APPEND, null))
                .isInstanceOf(DataException.class);
    }
}
