// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

/** A fact about a record's place in Kafka that can be a column: {@code kafka.columns}. */
public enum KafkaColumn {
    /** STRING: the topic as consumed, before any transform. */
    TOPIC,
    /** INT64: the partition as consumed. */
    PARTITION,
    /** INT64: the offset as consumed. */
    OFFSET,
    /** TIMESTAMP: the record's timestamp; null when it has none. */
    TIMESTAMP,
    /** REPEATED RECORD of key STRING and value STRING; a value that is not text is written as JSON, bytes as Base64. */
    HEADERS,
    /** The record's key by its schema, as a RECORD if it is a struct; JSON text if it has no schema. */
    KEY
}
