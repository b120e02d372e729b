// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.insertall;

import io.millrace.connect.bigquery.model.Origin;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What BigQuery knows a row by: its record's original topic, partition and offset, joined by hyphens. An id has at most 128
 * characters, so a topic of more than 97 is written as the SHA-256 of its name. One per request.
 */
final class InsertIds {
    /** Of ids (cloud.google.com/bigquery/docs/reference/rest/v2/tabledata/insertAll, 2026-08). */
    static final int MOST_CHARACTERS = 128;
    /** What is left beside two hyphens, ten digits of a partition and nineteen of an offset. */
    private static final int MOST_OF_TOPIC = MOST_CHARACTERS - 2 - 10 - 19;

    private String topic = "";
    private String written = "";

    byte[] of(Origin origin) {
        if (!topic.equals(origin.topic())) {
            topic = origin.topic();
            written = topic.length() > MOST_OF_TOPIC ? digest(topic) : topic;
        }
        // Kafka's names of topics are letters, digits, dots, hyphens and underscores: nothing that JSON escapes.
        return (written + '-' + origin.partition() + '-' + origin.offset()).getBytes(StandardCharsets.US_ASCII);
    }

    private static String digest(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every JVM has it
        }
    }
}
