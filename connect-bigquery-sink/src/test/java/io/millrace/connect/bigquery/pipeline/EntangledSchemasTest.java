// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.millrace.connect.bigquery.change.ChangeSettings;
import io.millrace.connect.bigquery.change.Changes;
import io.millrace.connect.bigquery.change.RowChange;
import io.millrace.connect.bigquery.change.RowChanges;
import io.millrace.connect.bigquery.encode.RowEncoders;
import io.millrace.connect.bigquery.encode.proto.ProtoFormat;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.ColumnTypeRule;
import io.millrace.connect.bigquery.schema.DecimalType;
import io.millrace.connect.bigquery.schema.MapFormat;
import io.millrace.connect.bigquery.schema.NullElements;
import io.millrace.connect.bigquery.schema.RecordShapes;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.schema.TableContent;
import io.millrace.connect.bigquery.schema.TypeSettings;
import io.millrace.connect.bigquery.schema.ZonelessTimestampType;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas of few bytes with more ways through them than there is time; and refusals, which cost no more than rows. */
@Timeout(60)
class EntangledSchemasTest {
    private final Changes changes = new Changes(ChangeSettings.DEFAULT);
    private final RecordShapes shapes = new RecordShapes(SchemaSettings.DEFAULT, changes, TableContent.CHANGELOG);
    private final RowConverter rows = new RowConverter(
            shapes,
            new RowEncoders(
                    SchemaSettings.DEFAULT, changes, new ProtoFormat(), InstantSource.system(), TableContent.CHANGELOG),
            new RowChanges(changes, ChangeSettings.DEFAULT),
            SchemaSettings.DEFAULT);

    /** @param wrapped whether lists of lists of them stand at every level */
    private static Schema entangled(int levels, Schema innermost, boolean wrapped) {
        Schema schema = innermost;
        for (int level = 0; level < levels; level++) {
            SchemaBuilder outer = SchemaBuilder.struct().optional();
            for (int field = 0; field < 4; field++) {
                Schema list =
                        SchemaBuilder.array(SchemaBuilder.array(schema).build()).build();
                outer.field("f" + field, wrapped ? list : schema);
            }
            schema = outer.build();
        }
        return schema;
    }

    private static SinkRecord record(Schema schema) {
        return new SinkRecord("t", 0, null, null, schema, new Struct(schema), 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 12, 14})
    void areRefusedForTheirColumns(int levels) {
        Schema leaf = SchemaBuilder.struct()
                .field("leaf", Schema.OPTIONAL_STRING_SCHEMA)
                .optional()
                .build();

        assertThatThrownBy(() -> shapes.wantedBy(record(entangled(levels, leaf, false)), null))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("columns, a table takes 10000; set map.format=json");
    }

    @Test
    void areRefusedWhereTheyHaveNoColumnsEither() {
        Schema empty = SchemaBuilder.struct().optional().build();

        assertThatThrownBy(() -> shapes.wantedBy(record(entangled(13, empty, false)), null))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> shapes.wantedBy(record(entangled(7, empty, true)), null))
                .isInstanceOf(DataException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 62, 500})
    void areRefusedForTheirDepth(int levels) {
        Schema leaf = SchemaBuilder.struct()
                .field("leaf", Schema.OPTIONAL_STRING_SCHEMA)
                .optional()
                .build();

        assertThatThrownBy(() -> shapes.wantedBy(record(entangled(levels, leaf, false)), null))
                .isInstanceOf(DataException.class)
                .hasMessageMatching("(?s).*(nested deeper than the 15 levels|contains itself).*");
    }

    /** Each part of such a schema is made when somebody asks for it. */
    @Test
    void haveAnEndWhereTheirPartsHaveNone() {
        assertThatThrownBy(() -> shapes.wantedBy(record(new Endless()), null)).isInstanceOf(DataException.class);
    }

    private static final class Endless extends ConnectSchema {
        Endless() {
            super(Type.STRUCT, true, null, "endless", null, null);
        }

        @Override
        public List<Field> fields() {
            return List.of(new Field("a", 0, new Endless()), new Field("b", 1, new Endless()));
        }
    }

    @Test
    void refusingTheSameAgainCostsNothingMore() {
        Schema leaf = SchemaBuilder.struct()
                .field("leaf", Schema.OPTIONAL_STRING_SCHEMA)
                .optional()
                .build();
        SinkRecord tooWide = record(entangled(12, leaf, false));
        SinkRecord recursive = record(recursive());
        SinkRecord ofOtherType = record(flat(1_000, leaf));
        TableShape live = new TableShape(shapes.wantedBy(record(flat(1_000, Schema.OPTIONAL_INT64_SCHEMA)), null)
                .columns());

        for (SinkRecord record : List.of(tooWide, recursive, ofOtherType)) {
            long first = allocatedByRefusing(record, live);
            long again = allocatedByRefusing(record, live);

            assertThat(first).isGreaterThan(5_000);
            assertThat(again).as("of %d bytes at first", first).isLessThan(100_000);
            assertThat(again).isLessThan(first / 2);
        }
    }

    private long allocatedByRefusing(SinkRecord record, TableShape live) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> rows.wantedBy(record, RowChange.APPEND, live)).isInstanceOf(DataException.class);
        return thread.getCurrentThreadAllocatedBytes() - before;
    }

    private static Schema recursive() {
        SchemaBuilder node = SchemaBuilder.struct().name("node").optional();
        for (int i = 0; i < 100; i++) {
            node.field("f" + i, SchemaBuilder.array(Schema.STRING_SCHEMA).build());
        }
        return node.field("next", node);
    }

    private static Schema flat(int fields, Schema schema) {
        SchemaBuilder flat = SchemaBuilder.struct();
        for (int i = 0; i < fields; i++) {
            flat.field("f" + i, schema);
        }
        return flat.build();
    }

    @Test
    void columnsMayHideThem() {
        Column json = Column.of("f", ColumnType.JSON, ColumnMode.NULLABLE);
        Schema leaf = SchemaBuilder.struct()
                .field("leaf", Schema.OPTIONAL_STRING_SCHEMA)
                .optional()
                .build();
        Schema schema =
                SchemaBuilder.struct().field("f", entangled(12, leaf, false)).build();
        SchemaSettings settings = new SchemaSettings(
                SchemaSettings.DEFAULT.evolution(),
                SchemaSettings.DEFAULT.unknownFields(),
                SchemaSettings.DEFAULT.columns(),
                new TypeSettings(
                        DecimalType.AUTO,
                        ZonelessTimestampType.DATETIME,
                        MapFormat.ENTRIES,
                        NullElements.FAIL,
                        List.of(ColumnTypeRule.parse("f=JSON"))),
                SchemaSettings.DEFAULT.kafkaColumns());

        TableShape shape = new RecordShapes(settings, changes, TableContent.CHANGELOG).wantedBy(record(schema), null);

        assertThat(shape.columns()).containsExactly(json);
    }
}
