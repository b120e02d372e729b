// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud.client;

import com.google.privacy.dlp.v2.ContentItem;
import com.google.privacy.dlp.v2.FieldId;
import com.google.privacy.dlp.v2.FieldTransformation;
import com.google.privacy.dlp.v2.Finding;
import com.google.privacy.dlp.v2.RecordTransformations;
import com.google.privacy.dlp.v2.Table;
import com.google.privacy.dlp.v2.Value;
import io.millrace.connect.dlp.cloud.CloudEngine.Found;
import io.millrace.connect.dlp.cloud.CloudException;
import io.millrace.connect.dlp.cloud.Question;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record's questions as a table of one row: a column for each question, and one for each context. The names of the
 * columns tell answers apart; their order says nothing.
 */
final class QuestionTable {
    private static final String FIELD = "f";
    private static final String CONTEXT = "c";

    private final Map<String, Question> byColumn = new LinkedHashMap<>();

    QuestionTable(Collection<Question> questions) {
        for (Question question : questions) {
            byColumn.put(FIELD + byColumn.size(), question);
        }
    }

    /** The row, with its contexts. */
    ContentItem withContexts() {
        Table.Builder table = Table.newBuilder();
        Table.Row.Builder values = Table.Row.newBuilder();
        byColumn.forEach((column, question) -> {
            add(table, values, column, question.text(), question.number());
            Object context = question.context();
            if (context != null) {
                add(table, values, contextOf(column), context.toString(), isInteger(context));
            }
        });
        return item(table.addRows(values));
    }

    /** The row, every value as text, to be looked into. */
    ContentItem asTexts() {
        Table.Builder table = Table.newBuilder();
        Table.Row.Builder values = Table.Row.newBuilder();
        byColumn.forEach((column, question) -> add(table, values, column, question.text(), false));
        return item(table.addRows(values));
    }

    /** What is done to the columns: one transformation for those that are treated alike. */
    RecordTransformations transformations(TransformationProtos protos) {
        Map<FieldTransformation, List<FieldId>> columns = new LinkedHashMap<>();
        byColumn.forEach((column, question) -> columns.computeIfAbsent(
                        protos.of(question.treatment(), question.context() == null ? null : contextOf(column)),
                        same -> new ArrayList<>())
                .add(field(column)));
        RecordTransformations.Builder record = RecordTransformations.newBuilder();
        columns.forEach((transformation, fields) ->
                record.addFieldTransformations(transformation.toBuilder().addAllFields(fields)));
        return record.build();
    }

    /** The masked columns under the questions that they answer; context columns are dropped. */
    Map<Question, String> answers(Table masked) throws CloudException {
        if (masked.getRowsCount() != 1) {
            throw new CloudException("with " + masked.getRowsCount() + " rows for one", false);
        }
        Map<Question, String> answers = new LinkedHashMap<>();
        for (int i = 0; i < masked.getHeadersCount(); i++) {
            Question question = byColumn.get(masked.getHeaders(i).getName());
            if (question != null) {
                answers.put(question, text(masked.getRows(0).getValues(i)));
            }
        }
        if (answers.size() < byColumn.size()) {
            throw new CloudException("without a column that was asked for", false);
        }
        return answers;
    }

    /** What was found, under the question in whose text it was. */
    Map<Question, List<Found>> found(List<Finding> findings) throws CloudException {
        Map<Question, List<Found>> found = new LinkedHashMap<>();
        for (Finding finding : findings) {
            String column = finding.getLocation()
                    .getContentLocations(0)
                    .getRecordLocation()
                    .getFieldId()
                    .getName();
            Question question = byColumn.get(column);
            if (question == null) {
                throw new CloudException("about a column that was not asked about", false);
            }
            found.computeIfAbsent(question, first -> new ArrayList<>())
                    .add(new Found(
                            new InfoType(finding.getInfoType().getName()),
                            Likelihood.valueOf(finding.getLikelihood().name())));
        }
        return found;
    }

    private static String text(Value value) {
        return switch (value.getTypeCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INTEGER_VALUE -> Long.toString(value.getIntegerValue());
            case FLOAT_VALUE -> Double.toString(value.getFloatValue());
            case BOOLEAN_VALUE -> Boolean.toString(value.getBooleanValue());
            default -> "";
        };
    }

    private static String contextOf(String column) {
        return CONTEXT + column.substring(FIELD.length());
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
}
