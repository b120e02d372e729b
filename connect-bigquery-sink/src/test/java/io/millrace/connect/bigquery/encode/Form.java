// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.encode.avro.AvroFormat;
import io.millrace.connect.bigquery.encode.json.JsonDialect;
import io.millrace.connect.bigquery.encode.json.JsonFormat;
import io.millrace.connect.bigquery.encode.proto.ProtoFormat;
import io.millrace.connect.bigquery.model.Row;
import java.util.Map;

/** Every form that a row may have, and how others read it. */
enum Form {
    PROTO {
        @Override
        RowFormat<?> format() {
            return new ProtoFormat();
        }

        @Override
        Map<String, Object> decoded(Row row) {
            return Decoded.row(row);
        }
    },
    INSERT {
        @Override
        RowFormat<?> format() {
            return new JsonFormat(JsonDialect.INSERT_ALL);
        }

        @Override
        Map<String, Object> decoded(Row row) {
            return DecodedJson.row(row, JsonDialect.INSERT_ALL);
        }
    },
    LINES {
        @Override
        RowFormat<?> format() {
            return new JsonFormat(JsonDialect.LINES);
        }

        @Override
        Map<String, Object> decoded(Row row) {
            return DecodedJson.row(row, JsonDialect.LINES);
        }
    },
    AVRO {
        @Override
        RowFormat<?> format() {
            return new AvroFormat();
        }

        @Override
        Map<String, Object> decoded(Row row) {
            return DecodedAvro.row(row);
        }
    };

    abstract RowFormat<?> format();

    abstract Map<String, Object> decoded(Row row);

    Encoding in(Encoding other) {
        return other.as(format());
    }
}
