// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one end of an edge.
 *
 * @param columns {@link Columns#NONE} when nothing shows them
 * @param seen where its columns were seen
 * @param encryption how it is stored, or null when nobody said
 */
public record DatasetSnapshot(
        DatasetName name,
        Kind kind,
        List<DatasetName> aliases,
        Columns columns,
        Seen seen,
        Policy.Words words,
        Version version,
        Policy.@Nullable Encryption encryption) {
    public DatasetSnapshot {
        aliases = List.copyOf(aliases);
    }

    /** The same with these columns only. */
    DatasetSnapshot with(Columns fewer) {
        return new DatasetSnapshot(name, kind, aliases, fewer, seen, words, version, encryption);
    }

    /** Where an instance stood when it saw the columns. */
    public enum Seen {
        /** Where the rows of this dataset go by. */
        IN_PLACE,
        /** Behind transforms that it could not look into: they may have other columns before them. */
        AFTER_TRANSFORMS
    }

    /** What a dataset is, in OpenLineage's words. */
    public enum Kind {
        TOPIC,
        TABLE,
        FILE;

        private static final Set<String> FILES = Set.of(
                "file", "gs", "s3", "s3a", "s3n", "abfs", "abfss", "wasb", "wasbs", "hdfs", "oss", "cos", "dbfs", "ftp",
                "sftp");

        private static final Set<String> TOPICS = Set.of("kafka", "pubsub", "pulsar", "kinesis", "mqtt", "amqp");

        /** What a namespace says of the datasets in it: topics of a broker, files in a store of objects, else tables. */
        public static Kind in(String namespace) {
            int end = namespace.indexOf("://");
            String scheme = end < 0 ? namespace : namespace.substring(0, end);
            return TOPICS.contains(scheme) ? TOPIC : FILES.contains(scheme) ? FILE : TABLE;
        }
    }

    /**
     * Which version of its schema a dataset has.
     *
     * @param registered what the schema registry says; null without a registry, or for a table
     * @param connect the Connect schema's version, a hint of the converter's; null when it says nothing
     * @param fingerprint of the columns
     * @param previous the fingerprint before the last change, null before there was one
     * @param changes since {@code previous}, a line each
     */
    public record Version(
            @Nullable Registered registered,
            @Nullable Integer connect,
            String fingerprint,
            @Nullable String previous,
            List<String> changes) {
        public Version {
            changes = List.copyOf(changes);
        }

        /** The version as one word: {@code subject/7} where a registry knows, else the fingerprint. */
        String word() {
            return registered == null ? fingerprint : registered.subject() + "/" + registered.version();
        }
    }

    /**
     * A registry's entry for a schema.
     *
     * @param recordName the name that an Avro record has in it, without its namespace; null for other types
     */
    public record Registered(
            String registry,
            String subject,
            int version,
            int id,
            String type,
            @Nullable String recordName) {}
}
