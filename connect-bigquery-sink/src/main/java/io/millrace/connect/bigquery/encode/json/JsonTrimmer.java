// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.connect.bigquery.encode.DefaultsBy;
import io.millrace.connect.bigquery.encode.PseudoColumn;
import io.millrace.connect.bigquery.encode.RowTrimmer;
import io.millrace.connect.bigquery.encode.TrimmedColumns;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Copies rows member by member, under the names that the later shape's columns have. */
final class JsonTrimmer implements RowTrimmer {
    private final Level top;
    private final TrimmedColumns columns;
    private final TableShape to;
    private final boolean byFile;

    private JsonTrimmer(TrimmedColumns columns, TableShape from, TableShape to, JsonDialect dialect) {
        this.top = new Level(columns, from.columns());
        this.columns = columns;
        this.to = to;
        this.byFile = dialect.defaults() == DefaultsBy.FILE;
    }

    static Optional<RowTrimmer> between(TableShape from, TableShape to, JsonDialect dialect) {
        return TrimmedColumns.between(from, to).map(columns -> new JsonTrimmer(columns, from, to, dialect));
    }

    @Override
    public Row trimmed(Row row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(row.bytes().length);
        try (JsonParser in = JsonObjects.JSON.createParser(row.bytes());
                JsonGenerator out = JsonObjects.JSON.createGenerator(bytes)) {
            in.nextToken();
            top.copy(in, out);
        } catch (IOException notOurs) {
            throw new IllegalStateException("the row was not encoded for the shape it is said to be of", notOurs);
        }
        return row.as(to, bytes.toByteArray(), byFile ? columns.omitted(row) : Set.of());
    }

    /** Of objects that have the same columns. */
    private static final class Level {
        private final TrimmedColumns columns;
        private final Map<String, Integer> positions = new HashMap<>();
        private final Map<Integer, Level> nested = new HashMap<>();

        Level(TrimmedColumns columns, List<Column> earlier) {
            this.columns = columns;
            for (int i = 0; i < earlier.size(); i++) {
                TrimmedColumns.Move move = columns.move(i);
                positions.put(earlier.get(i).name(), i);
                if (move != null && move.nested() != null) {
                    nested.put(i, new Level(move.nested(), earlier.get(i).fields()));
                }
            }
        }

        void copy(JsonParser in, JsonGenerator out) throws IOException {
            Set<Integer> written = new HashSet<>();
            out.writeStartObject();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                Integer position = positions.get(in.currentName());
                TrimmedColumns.Move move = position == null ? null : columns.move(position);
                JsonToken value = in.nextToken();
                if (move == null) {
                    pseudo(in, out);
                    continue;
                }
                out.writeFieldName(move.column().name());
                if (value != JsonToken.VALUE_NULL) {
                    written.add(move.position());
                }
                member(move.column(), nested.get(position), in, out);
            }
            out.writeEndObject();
            columns.ensureRequired(written);
        }

        /** What is no column of either shape: kept where it says what the row does, else left out. */
        private static void pseudo(JsonParser in, JsonGenerator out) throws IOException {
            if (PseudoColumn.isMerged(in.currentName())) {
                out.writeFieldName(in.currentName());
                verbatim(in, out);
            } else {
                in.skipChildren();
            }
        }

        private static void member(Column column, @Nullable Level inside, JsonParser in, JsonGenerator out)
                throws IOException {
            if (inside == null || in.currentToken() == JsonToken.VALUE_NULL) {
                verbatim(in, out);
            } else if (column.mode() != ColumnMode.REPEATED) {
                inside.copy(in, out);
            } else {
                out.writeStartArray();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    inside.copy(in, out);
                }
                out.writeEndArray();
            }
        }

        /** Numbers as they were written, whatever a double would make of them. */
        private static void verbatim(JsonParser in, JsonGenerator out) throws IOException {
            int depth = 0;
            do {
                JsonToken token = in.currentToken();
                if (token.isNumeric()) {
                    out.writeNumber(in.getText());
                } else {
                    out.copyCurrentEvent(in);
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            } while (depth > 0 && in.nextToken() != null);
        }
    }
}
