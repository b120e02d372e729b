// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp;

import com.google.privacy.dlp.v2.ContentItem;
import com.google.privacy.dlp.v2.DeidentifyConfig;
import com.google.privacy.dlp.v2.DeidentifyContentRequest;
import com.google.privacy.dlp.v2.FieldId;
import com.google.privacy.dlp.v2.FieldTransformation;
import com.google.privacy.dlp.v2.RecordTransformations;
import com.google.privacy.dlp.v2.Table;
import com.google.privacy.dlp.v2.Value;
import io.millrace.connect.emulator.dlp.inspect.Inspector;
import io.millrace.connect.emulator.dlp.inspect.TrainedInfoTypes;
import io.millrace.connect.emulator.dlp.transform.Occasion;
import io.millrace.connect.emulator.dlp.transform.Transformation;
import io.millrace.connect.emulator.dlp.transform.Transformations;
import io.millrace.connect.emulator.dlp.value.DlpException;
import io.millrace.connect.emulator.dlp.value.UntransformableException;
import io.millrace.connect.emulator.dlp.value.Values;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One deidentifyContent request. */
final class Deidentification {
    /** For text and for every value of a table; null where only single fields are transformed. */
    private final @Nullable Step everywhere;

    private final List<FieldStep> fields;
    private final List<Conditions> suppressions;

    /** A step for some fields of the rows that its conditions hold for. */
    private record FieldStep(List<FieldId> fields, Conditions conditions, Step step) {
        boolean concerns(Cells cells, int column) {
            return fields.stream().anyMatch(field -> cells.isColumn(column, field)) && conditions.hold(cells::value);
        }
    }

    Deidentification(DeidentifyContentRequest request, TrainedInfoTypes trained) {
        DeidentifyConfig config = request.getDeidentifyConfig();
        Transformations transformations =
                new Transformations(config.getTransformationErrorHandling().hasLeaveUntransformed());
        Supplier<Inspector> inspector = () -> new Inspector(request.getInspectConfig(), trained);
        RecordTransformations records = config.getRecordTransformations();
        this.everywhere = switch (config.getTransformationCase()) {
            case INFO_TYPE_TRANSFORMATIONS ->
                new FindingsStep(config.getInfoTypeTransformations(), inspector.get(), transformations);
            case RECORD_TRANSFORMATIONS -> null;
            case IMAGE_TRANSFORMATIONS -> throw DlpException.unimplemented("image_transformations");
            case TRANSFORMATION_NOT_SET -> throw DlpException.invalid("deidentify_config has no transformation");
        };
        this.fields = records.getFieldTransformationsList().stream()
                .map(field -> new FieldStep(
                        field.getFieldsList(),
                        Conditions.of(field.getCondition()),
                        step(field, inspector, transformations)))
                .toList();
        this.suppressions = records.getRecordSuppressionsList().stream()
                .map(suppression -> Conditions.of(suppression.getCondition()))
                .toList();
    }

    private static Step step(
            FieldTransformation field, Supplier<Inspector> inspector, Transformations transformations) {
        return switch (field.getTransformationCase()) {
            case PRIMITIVE_TRANSFORMATION -> {
                Transformation whole = transformations.of(field.getPrimitiveTransformation());
                yield (value, column, row) -> whole.apply(value, new Occasion("", row));
            }
            case INFO_TYPE_TRANSFORMATIONS ->
                new FindingsStep(field.getInfoTypeTransformations(), inspector.get(), transformations);
            case TRANSFORMATION_NOT_SET -> throw DlpException.invalid("a field_transformation is empty");
        };
    }

    ContentItem apply(ContentItem item) {
        try {
            return switch (item.getDataItemCase()) {
                case VALUE ->
                    ContentItem.newBuilder().setValue(text(item.getValue())).build();
                case TABLE ->
                    ContentItem.newBuilder().setTable(table(item.getTable())).build();
                case BYTE_ITEM -> throw DlpException.unimplemented("byte items");
                case DATAITEM_NOT_SET -> throw DlpException.invalid("the item is missing");
            };
        } catch (UntransformableException refused) {
            throw DlpException.invalid(refused.text());
        }
    }

    private String text(String text) throws UntransformableException {
        if (everywhere == null) {
            throw DlpException.invalid("record_transformations are for tables");
        }
        return Values.text(everywhere.apply(Values.ofText(text), "", field -> Optional.empty()));
    }

    private Table table(Table table) throws UntransformableException {
        Table.Builder transformed = Table.newBuilder().addAllHeaders(table.getHeadersList());
        for (Table.Row row : table.getRowsList()) {
            Cells cells = new Cells(table, row);
            if (suppressions.stream().noneMatch(suppression -> suppression.hold(cells::value))) {
                transformed.addRows(row(cells));
            }
        }
        return transformed.build();
    }

    private Table.Row row(Cells cells) throws UntransformableException {
        Table.Row.Builder transformed = Table.Row.newBuilder();
        for (int column = 0; column < cells.row().getValuesCount(); column++) {
            String name = cells.table().getHeaders(column).getName();
            Value value = cells.row().getValues(column);
            if (everywhere != null) {
                value = everywhere.apply(value, name, cells::value);
            }
            for (FieldStep field : fields) {
                if (field.concerns(cells, column)) {
                    value = field.step().apply(value, name, cells::value);
                }
            }
            transformed.addValues(value);
        }
        return transformed.build();
    }
}
