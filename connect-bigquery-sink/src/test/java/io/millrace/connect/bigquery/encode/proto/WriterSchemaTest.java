// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.storage.v1.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.millrace.connect.bigquery.encode.Decoded;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriterSchemaTest {
    @Test
    void everyTypeTravelsAsGooglesOwnConverterSendsIt() throws Exception {
        List<Column> columns = new ArrayList<>();
        com.google.cloud.bigquery.storage.v1.TableSchema.Builder google =
                com.google.cloud.bigquery.storage.v1.TableSchema.newBuilder();
        for (ColumnType type : ColumnType.values()) {
            if (type != ColumnType.RECORD) {
                columns.add(Column.of("c_" + type, type, ColumnMode.NULLABLE));
                google.addFields(googleField(type));
            }
        }

        DescriptorProto ours = WriterSchema.of(new TableShape(columns));

        List<FieldDescriptorProto.Type> theirs = com
                .google
                .cloud
                .bigquery
                .storage
                .v1
                .BQTableSchemaToProtoDescriptor
                .convertBQTableSchemaToProtoDescriptor(google.build())
                .toProto()
                .getFieldList()
                .stream()
                .map(FieldDescriptorProto::getType)
                .toList();
        assertThat(ours.getFieldList())
                .extracting(FieldDescriptorProto::getType)
                .isEqualTo(theirs);
    }

    @Test
    void theManualNamesTheTypesThatTravelAlike() throws IOException {
        Map<Object, List<String>> alike = Arrays.stream(ColumnType.values())
                .filter(type -> type != ColumnType.RECORD)
                .collect(Collectors.groupingBy(
                        WriterSchemaTest::form, Collectors.mapping(Enum::name, Collectors.toList())));

        String manual = Files.readString(Path.of("..", "docs", "delivery.md"));

        assertThat(alike.values().stream().filter(types -> types.size() > 1))
                .hasSize(3)
                .allSatisfy(types -> assertThat(manual)
                        .contains("- " + String.join(", ", types.subList(0, types.size() - 1)) + " and "
                                + types.get(types.size() - 1) + ", which are "));
    }

    /** How BigQuery reads a type: a DATE's and a BOOL's are numbers like others. */
    private static FieldDescriptorProto.Type form(ColumnType type) {
        FieldDescriptorProto.Type sent = WriterSchema.of(
                        new TableShape(List.of(Column.of("c", type, ColumnMode.NULLABLE))))
                .getField(0)
                .getType();
        return sent == FieldDescriptorProto.Type.TYPE_INT32 || sent == FieldDescriptorProto.Type.TYPE_BOOL
                ? FieldDescriptorProto.Type.TYPE_INT64
                : sent;
    }

    private static com.google.cloud.bigquery.storage.v1.TableFieldSchema googleField(ColumnType type) {
        String name = switch (type) {
            case FLOAT64 -> "DOUBLE";
            default -> type.name();
        };
        return com.google.cloud.bigquery.storage.v1.TableFieldSchema.newBuilder()
                .setName("c_" + type)
                .setType(com.google.cloud.bigquery.storage.v1.TableFieldSchema.Type.valueOf(name))
                .setMode(com.google.cloud.bigquery.storage.v1.TableFieldSchema.Mode.NULLABLE)
                .build();
    }

    @Test
    void flexibleNamesTravelAsAnnotationsOnPlaceholdersOfTheirOwn() {
        TableShape shape = new TableShape(List.of(
                Column.of("größe in cm", ColumnType.INT64, ColumnMode.NULLABLE),
                Column.of("column_1", ColumnType.INT64, ColumnMode.NULLABLE),
                Column.of("1st", ColumnType.INT64, ColumnMode.NULLABLE)));

        DescriptorProto schema = WriterSchema.of(shape);

        assertThat(schema.getFieldList())
                .extracting(FieldDescriptorProto::getName)
                .doesNotHaveDuplicates();
        assertThat(schema.getField(0).getOptions().getExtension(AnnotationsProto.columnName))
                .isEqualTo("größe in cm");
        assertThat(schema.getField(1).hasOptions()).isFalse();
        assertThat(schema.getField(2).getOptions().getExtension(AnnotationsProto.columnName))
                .isEqualTo("1st");
        assertThat(Decoded.descriptor(shape).getFields()).hasSize(3);
    }

    @Test
    void recordsInsideRecordsAreSelfContained() {
        Column inner = Column.record(
                "inner", ColumnMode.REPEATED, List.of(Column.of("x", ColumnType.DATE, ColumnMode.REQUIRED)));
        TableShape shape = new TableShape(List.of(Column.record("outer", ColumnMode.NULLABLE, List.of(inner))));

        assertThat(Decoded.descriptor(shape)
                        .findFieldByName("outer")
                        .getMessageType()
                        .findFieldByName("inner")
                        .getMessageType()
                        .findFieldByName("x")
                        .isRequired())
                .isTrue();
    }

    @Test
    void nestedTypesHaveNamesThatNoFieldBesideThemHas() {
        Column record =
                Column.record("r", ColumnMode.NULLABLE, List.of(Column.of("x", ColumnType.INT64, ColumnMode.NULLABLE)));
        TableShape shape = new TableShape(List.of(
                record,
                Column.of("Field1", ColumnType.STRING, ColumnMode.NULLABLE),
                Column.of("Field1_", ColumnType.STRING, ColumnMode.NULLABLE)));

        assertThat(Decoded.descriptor(shape).getFields())
                .extracting(FieldDescriptor::getName)
                .containsExactly("r", "Field1", "Field1_");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aDescriptorIsValidWhateverColumnsAreCalled(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            TableShape shape = new TableShape(columns(random, 3));

            assertThat(Decoded.descriptor(shape).getFields())
                    .as("seed %s, %s", seed, shape)
                    .hasSameSizeAs(shape.columns());
        }
    }

    private static List<Column> columns(Random random, int depth) {
        List<String> names = new ArrayList<>(List.of("Row", "row", "größe", "1st", "a-b", "field1", "FIELD1"));
        for (int i = 1; i < 6; i++) {
            names.addAll(
                    List.of("Field" + i, "Field" + i + "_", "Field" + i + "__", "column_" + i, "column_" + i + "_"));
        }
        Collections.shuffle(names, random);
        List<Column> columns = new ArrayList<>();
        for (String name : names.subList(0, 1 + random.nextInt(8))) {
            columns.add(
                    depth > 0 && random.nextInt(3) == 0
                            ? Column.record(name, ColumnMode.REPEATED, columns(random, depth - 1))
                            : Column.of(name, ColumnType.STRING, ColumnMode.NULLABLE));
        }
        return columns;
    }
}
