// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnType;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.connect.errors.DataException;

/** The texts of a row's JSON columns. They go to BigQuery as they are, which refuses those that are no documents. */
final class Documents {
    private static final JsonFactory JSON = new JsonFactory();

    private Documents() {}

    /**
     * Makes sure that BigQuery would refuse none of them.
     *
     * @param row encoded for these columns
     * @param prefix of the columns' paths: empty, or ends with a dot
     * @throws DataException if one is no JSON: names the column
     */
    static void check(byte[] row, List<Column> columns, String prefix) {
        CodedInputStream in = CodedInputStream.newInstance(row);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                Column column = columns.get(WireFormat.getTagFieldNumber(tag) - 1);
                if (column.type() == ColumnType.RECORD) {
                    check(in.readByteArray(), column.fields(), prefix + column.name() + ".");
                } else if (column.type() == ColumnType.JSON) {
                    if (!isDocument(in.readStringRequireUtf8())) {
                        throw new DataException("column " + prefix + column.name() + " is JSON: the text is no JSON");
                    }
                } else {
                    in.skipField(tag);
                }
            }
        } catch (IOException notOurs) {
            throw new IllegalStateException("the row was not encoded for these columns", notOurs);
        }
    }

    private static boolean isDocument(String text) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JsonProcessingException malformed) {
            return false;
        }
    }
}
