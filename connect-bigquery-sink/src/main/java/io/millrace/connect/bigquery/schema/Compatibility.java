// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

/**
 * Choices of types that let a table go on which another connector made.
 *
 * @param logicalTypes {@code logical.types}
 * @param variableDecimalType {@code variable.decimal.type}: the column type of Debezium's decimals of variable scale; AUTO
 *     is that of other decimals, and BIGNUMERIC if theirs is AUTO
 * @param integerUnit {@code integer.timestamp.unit}: what integers for a TIMESTAMP column count since 1970 where
 *     {@code column.types} says nothing
 */
public record Compatibility(LogicalTypes logicalTypes, DecimalType variableDecimalType, EpochUnit integerUnit) {
    /** What a connector without any of these properties does. */
    public static final Compatibility NONE = new Compatibility(LogicalTypes.ALL, DecimalType.AUTO, EpochUnit.MICROS);
}
