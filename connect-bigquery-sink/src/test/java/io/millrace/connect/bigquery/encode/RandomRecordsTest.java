// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.testkit.RandomRecords;
import io.millrace.connect.testkit.ReferenceRenderer;
import io.millrace.connect.testkit.Seeded;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Laws that hold for every schema and value. */
class RandomRecordsTest {
    @Test
    void rowDecodesToTheRecordsValues() {
        Encoding encoding = new Encoding();

        Seeded.tries("rowDecodesToTheRecordsValues", 100, random -> {
            RandomRecords records = new RandomRecords(random);
            Schema schema = records.schema();
            for (int i = 0; i < 5; i++) {
                Struct value = records.struct(schema);

                assertThat(encoding.row(Encoding.record(schema, value))).isEqualTo(ReferenceRenderer.row(value));
            }
        });
    }

    @Test
    void rowOfATableWithMoreColumnsInAnotherOrderDecodesToTheSame() {
        Encoding encoding = new Encoding();

        Seeded.tries("rowOfATableWithMoreColumnsInAnotherOrderDecodesToTheSame", 100, random -> {
            RandomRecords records = new RandomRecords(random);
            Schema schema = records.schema();
            Struct value = records.struct(schema);
            SinkRecord record = Encoding.record(schema, value);
            List<Column> columns = new ArrayList<>(encoding.shapeOf(record).columns());
            columns.add(Column.of("more", ColumnType.STRING, ColumnMode.NULLABLE));
            columns.add(Column.of("most", ColumnType.DATE, ColumnMode.REPEATED));
            Collections.shuffle(columns, random);

            assertThat(encoding.row(record, columns.toArray(Column[]::new))).isEqualTo(ReferenceRenderer.row(value));
        });
    }
}
