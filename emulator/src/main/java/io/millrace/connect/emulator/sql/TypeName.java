// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.store.FieldType;
import io.millrace.connect.emulator.store.WarehouseException;
import java.util.ArrayList;
import java.util.List;

/** Reads GoogleSQL types: {@code ARRAY<STRUCT<a INT64, b NUMERIC(10, 2)>>}. */
final class TypeName {
    private TypeName() {}

    /** The type as a column called {@code name}; an array is a REPEATED column. */
    static TableFieldSchema read(TokenStream tokens, String name) {
        if (tokens.accept("ARRAY")) {
            tokens.expectSymbol("<");
            TableFieldSchema element = read(tokens, name);
            tokens.expectSymbol(">");
            if (FieldType.isRepeated(element)) {
                throw tokens.unexpected("Cannot construct array with element type ARRAY");
            }
            return element.setMode("REPEATED");
        }
        TableFieldSchema field = new TableFieldSchema().setName(name).setMode("NULLABLE");
        if (tokens.accept("STRUCT")) {
            return field.setType("RECORD").setFields(structFields(tokens));
        }
        String typeName = tokens.anyName();
        FieldType type;
        try {
            type = FieldType.of(typeName);
        } catch (WarehouseException unknown) {
            if (unknown.reason() == WarehouseException.Reason.NOT_IMPLEMENTED) {
                throw unknown;
            }
            throw new WarehouseException(
                    WarehouseException.Reason.INVALID_QUERY, "Type not found: " + typeName, unknown);
        }
        field.setType(type.name());
        if (tokens.acceptSymbol("(")) {
            long first = integer(tokens);
            if (type == FieldType.STRING || type == FieldType.BYTES) {
                field.setMaxLength(first);
            } else {
                field.setPrecision(first);
                if (tokens.acceptSymbol(",")) {
                    field.setScale(integer(tokens));
                }
            }
            tokens.expectSymbol(")");
        }
        return field;
    }

    /** {@code <a INT64, STRING>}; a field without a name is called by its place. */
    static List<TableFieldSchema> structFields(TokenStream tokens) {
        List<TableFieldSchema> fields = new ArrayList<>();
        tokens.expectSymbol("<");
        do {
            Token after = tokens.peek(1);
            boolean named = after.kind() == Token.Kind.WORD || after.kind() == Token.Kind.QUOTED_NAME;
            String name = named ? tokens.anyName() : "_field_" + (fields.size() + 1);
            TableFieldSchema field = read(tokens, name);
            if (tokens.accept("NOT", "NULL")) {
                field.setMode("REQUIRED");
            }
            fields.add(field);
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(">");
        return fields;
    }

    static long integer(TokenStream tokens) {
        if (tokens.peek().kind() != Token.Kind.INTEGER) {
            throw tokens.unexpected("Expected integer literal");
        }
        return Long.parseLong(tokens.take().text());
    }
}
