// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.encode.avro.AvroFormat;
import io.millrace.connect.bigquery.encode.avro.AvroSchemas;
import io.millrace.connect.bigquery.encode.json.JsonDialect;
import io.millrace.connect.bigquery.encode.json.JsonFormat;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.testkit.RandomRecords;
import io.millrace.connect.testkit.ReferenceRenderer;
import io.millrace.connect.testkit.Seeded;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Whatever form a row has, it says the same. */
class FormatsAgreeTest {
    private final Encoding proto = new Encoding();
    private final Encoding avro = proto.as(new AvroFormat());
    private final Encoding insert = proto.as(new JsonFormat(JsonDialect.INSERT_ALL));
    private final Encoding lines = proto.as(new JsonFormat(JsonDialect.LINES));

    @Test
    void everyFormOfARowDecodesToTheRecordsValues() {
        Seeded.tries("everyFormOfARowDecodesToTheRecordsValues", 150, random -> {
            RandomRecords records =
                    random.nextBoolean() ? new RandomRecords(random) : RandomRecords.plainlyNamed(random);
            Schema schema = records.schema();
            for (int i = 0; i < 3; i++) {
                Struct value = records.struct(schema);
                SinkRecord record = Encoding.record(schema, value);
                List<Column> columns = new ArrayList<>(proto.shapeOf(record).columns());
                Collections.shuffle(columns, random);
                TableShape live = new TableShape(columns);

                Map<String, Object> expected = ReferenceRenderer.row(value);

                assertThat(DecodedJson.row(insert.encode(record, live), JsonDialect.INSERT_ALL))
                        .isEqualTo(expected);
                assertThat(DecodedJson.row(lines.encode(record, live), JsonDialect.LINES))
                        .isEqualTo(expected);
                ensureAvro(record, live, expected);
            }
        });
    }

    private void ensureAvro(SinkRecord record, TableShape live, Map<String, Object> expected) {
        Row row;
        try {
            row = avro.encode(record, live);
        } catch (DataException refused) {
            assertThat(AvroSchemas.unheld(live)).isNotEmpty();
            assertThat(refused).hasMessageContaining("load.format");
            return;
        }
        assertThat(DecodedAvro.row(row)).isEqualTo(expected);
    }
}
