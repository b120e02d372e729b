// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/**
 * Names in an Avro schema are letters, digits and underscores, whatever a column may be called
 * (https://cloud.google.com/bigquery/docs/loading-data-cloud-storage-avro#limitations, 2026-08).
 */
final class AvroNames {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private AvroNames() {}

    static void check(Schema schema) throws IOException {
        check(schema, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static void check(Schema schema, Set<Schema> seen) throws IOException {
        if (!seen.add(schema)) {
            return;
        }
        switch (schema.getType()) {
            case RECORD -> {
                checkFullName(schema);
                for (Schema.Field field : schema.getFields()) {
                    checkName(field.name());
                    check(field.schema(), seen);
                }
            }
            case ENUM, FIXED -> checkFullName(schema);
            case ARRAY -> check(schema.getElementType(), seen);
            case MAP -> check(schema.getValueType(), seen);
            case UNION -> {
                for (Schema branch : schema.getTypes()) {
                    check(branch, seen);
                }
            }
            case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {}
        }
    }

    private static void checkFullName(Schema schema) throws IOException {
        for (String part : schema.getFullName().split("\\.", -1)) {
            checkName(part);
        }
    }

    private static void checkName(String name) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IOException("Invalid Avro name \"" + name + "\": letters, digits and underscores are allowed");
        }
    }
}
