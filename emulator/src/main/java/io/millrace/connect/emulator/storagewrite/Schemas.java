// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema.Mode;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import java.util.List;

/** The REST API's table schema in Storage Write's words. */
final class Schemas {
    private Schemas() {}

    static TableSchema toStorage(List<com.google.api.services.bigquery.model.TableFieldSchema> fields) {
        TableSchema.Builder schema = TableSchema.newBuilder();
        fields.forEach(field -> schema.addFields(toStorage(field)));
        return schema.build();
    }

    private static TableFieldSchema toStorage(com.google.api.services.bigquery.model.TableFieldSchema field) {
        TableFieldSchema.Builder column = TableFieldSchema.newBuilder()
                .setName(field.getName())
                .setType(type(field.getType()))
                .setMode(field.getMode() == null ? Mode.NULLABLE : Mode.valueOf(field.getMode()));
        if (field.getFields() != null) {
            field.getFields().forEach(nested -> column.addFields(toStorage(nested)));
        }
        if (field.getDescription() != null) {
            column.setDescription(field.getDescription());
        }
        if (field.getMaxLength() != null) {
            column.setMaxLength(field.getMaxLength());
        }
        if (field.getPrecision() != null) {
            column.setPrecision(field.getPrecision());
        }
        if (field.getScale() != null) {
            column.setScale(field.getScale());
        }
        if (field.getDefaultValueExpression() != null) {
            column.setDefaultValueExpression(field.getDefaultValueExpression());
        }
        return column.build();
    }

    private static TableFieldSchema.Type type(String restType) {
        return switch (restType) {
            case "INTEGER" -> TableFieldSchema.Type.INT64;
            case "FLOAT", "FLOAT64" -> TableFieldSchema.Type.DOUBLE;
            case "BOOLEAN" -> TableFieldSchema.Type.BOOL;
            case "RECORD" -> TableFieldSchema.Type.STRUCT;
            default -> TableFieldSchema.Type.valueOf(restType);
        };
    }
}
