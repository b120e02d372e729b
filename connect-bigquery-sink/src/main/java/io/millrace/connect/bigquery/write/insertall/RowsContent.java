// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.insertall;

import com.google.api.client.http.HttpContent;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.write.Batch;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a request: the rows' own bytes, each a JSON object, in their frame. Neither {@code skipInvalidRows} nor
 * {@code ignoreUnknownValues} is asked for: nothing of a request is written while a row of it is refused, and a value without
 * a column is a refusal.
 */
final class RowsContent implements HttpContent {
    private static final byte[] FIRST = ascii("{\"rows\":[{");
    private static final byte[] ID = ascii("\"insertId\":\"");
    private static final byte[] AFTER_ID = ascii("\",");
    private static final byte[] JSON = ascii("\"json\":");
    private static final byte[] NEXT = ascii("},{");
    private static final byte[] LAST = ascii("}]}");
    private static final int BUFFER = 1 << 16;

    private final List<Row> rows;
    /** By position; empty where rows have none. */
    private final List<byte[]> ids;

    RowsContent(Batch batch, boolean withIds) {
        this.rows = batch.rows();
        this.ids = new ArrayList<>(withIds ? rows.size() : 0);
        if (withIds) {
            InsertIds insertIds = new InsertIds();
            rows.forEach(row -> ids.add(insertIds.of(row.origin())));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public long getLength() {
        long length = FIRST.length + LAST.length + (rows.size() - 1L) * NEXT.length;
        for (Row row : rows) {
            length += JSON.length + row.bytes().length;
        }
        for (byte[] id : ids) {
            length += ID.length + id.length + AFTER_ID.length;
        }
        return length;
    }

    @Override
    public String getType() {
        return "application/json; charset=UTF-8";
    }

    @Override
    public boolean retrySupported() {
        return true;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        BufferedOutputStream buffered = new BufferedOutputStream(out, BUFFER);
        for (int i = 0; i < rows.size(); i++) {
            buffered.write(i == 0 ? FIRST : NEXT);
            if (!ids.isEmpty()) {
                buffered.write(ID);
                buffered.write(ids.get(i));
                buffered.write(AFTER_ID);
            }
            buffered.write(JSON);
            buffered.write(rows.get(i).bytes());
        }
        buffered.write(LAST);
        buffered.flush();
    }
}
