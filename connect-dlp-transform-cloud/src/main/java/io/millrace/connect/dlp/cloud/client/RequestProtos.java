// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud.client;

import com.google.privacy.dlp.v2.ContentItem;
import com.google.privacy.dlp.v2.DeidentifyConfig;
import com.google.privacy.dlp.v2.DeidentifyContentRequest;
import com.google.privacy.dlp.v2.FieldId;
import com.google.privacy.dlp.v2.FieldTransformation;
import com.google.privacy.dlp.v2.InspectConfig;
import com.google.privacy.dlp.v2.InspectContentRequest;
import com.google.privacy.dlp.v2.RecordTransformations;
import com.google.privacy.dlp.v2.Table;
import com.google.privacy.dlp.v2.Value;
import io.millrace.connect.dlp.cloud.Question;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record's fields as a table of one row: columns f0, f1, …, and a column c0, c1, … for each context. */
final class RequestProtos {
    private static final String FIELD = "f";
    private static final String CONTEXT = "c";

    private final InspectConfig inspect;
    private final TransformationProtos transformations;

    RequestProtos(InspectConfig inspect, TransformationProtos transformations) {
        this.inspect = inspect;
        this.transformations = transformations;
    }

    DeidentifyContentRequest deidentify(String parent, List<Question> row) {
        Table.Builder table = Table.newBuilder();
        Table.Row.Builder values = Table.Row.newBuilder();
        Map<FieldTransformation, List<FieldId>> columns = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            Question question = row.get(i);
            FieldId context = question.context() == null ? null : field(CONTEXT + i);
            add(table, values, FIELD + i, question.text(), question.number());
            columns.computeIfAbsent(transformations.of(question.treatment(), context), same -> new ArrayList<>())
                    .add(field(FIELD + i));
        }
        for (int i = 0; i < row.size(); i++) {
            Object context = row.get(i).context();
            if (context != null) {
                add(table, values, CONTEXT + i, context.toString(), isInteger(context));
            }
        }
        RecordTransformations.Builder record = RecordTransformations.newBuilder();
        columns.forEach((transformation, fields) ->
                record.addFieldTransformations(transformation.toBuilder().addAllFields(fields)));
        return DeidentifyContentRequest.newBuilder()
                .setParent(parent)
                .setInspectConfig(inspect)
                .setDeidentifyConfig(DeidentifyConfig.newBuilder().setRecordTransformations(record))
                .setItem(item(table.addRows(values)))
                .build();
    }

    InspectContentRequest inspect(String parent, List<String> texts) {
        Table.Builder table = Table.newBuilder();
        Table.Row.Builder values = Table.Row.newBuilder();
        for (int i = 0; i < texts.size(); i++) {
            add(table, values, FIELD + i, texts.get(i), false);
        }
        return InspectContentRequest.newBuilder()
                .setParent(parent)
                .setInspectConfig(inspect)
                .setItem(item(table.addRows(values)))
                .build();
    }

    private static ContentItem item(Table.Builder table) {
        return ContentItem.newBuilder().setTable(table).build();
    }

    private static void add(Table.Builder table, Table.Row.Builder row, String name, String text, boolean number) {
        table.addHeaders(field(name));
        Value.Builder value = Value.newBuilder();
        Long integer = number ? integer(text) : null;
        row.addValues(integer == null ? value.setStringValue(text) : value.setIntegerValue(integer));
    }

    private static @Nullable Long integer(String text) {
        return text.matches("-?\\d{1,18}") ? Long.valueOf(text) : null;
    }

    private static boolean isInteger(Object context) {
        return context instanceof Long
                || context instanceof Integer
                || context instanceof Short
                || context instanceof Byte;
    }

    private static FieldId field(String name) {
        return FieldId.newBuilder().setName(name).build();
    }

    /** Where the column of a question is in the answer; -1 when it is not there. */
    static int column(Table table, int question) {
        for (int i = 0; i < table.getHeadersCount(); i++) {
            if (table.getHeaders(i).getName().equals(FIELD + question)) {
                return i;
            }
        }
        return -1;
    }

    /** The question of a column. */
    static int index(String column) {
        return Integer.parseInt(column.substring(FIELD.length()));
    }
}
