// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import io.millrace.connect.catalog.observe.Upstream;
import io.millrace.connect.kit.config.TopicTemplate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * OpenLineage's naming (openlineage.io/docs/spec/naming, 2026-08) for topics, tables and jobs. Names have to be the very
 * ones that other producers use, or graphs do not join.
 */
public final class Naming {
    /** What BigQuery refuses in a table's name: all but letters, marks, numbers, connectors, dashes and spaces. */
    private static final Pattern REFUSED_IN_TABLE = Pattern.compile("[^\\p{L}\\p{M}\\p{N}\\p{Pc}\\p{Pd}\\p{Zs}]");

    private static final Pattern REFUSED_IN_DATASET = Pattern.compile("[^A-Za-z0-9_]");

    private static final int LONGEST_JOB = 255;

    private final NamingSettings settings;

    public Naming(NamingSettings settings) {
        this.settings = settings;
    }

    public DatasetName topic(String topic) {
        return new DatasetName(settings.kafka().get(0), topic);
    }

    /** Where records of {@code topic}, as the connector sees it, are written. */
    public DatasetName table(String topic) {
        String namespace = settings.sink().get(0);
        String mapped = settings.sinkNames().get(topic);
        if (mapped != null) {
            return new DatasetName(namespace, mapped);
        }
        boolean bigquery = namespace.equals("bigquery");
        TopicTemplate template = settings.sinkName();
        // A segment that is not there is empty: the sink refuses such a record by itself.
        return new DatasetName(namespace, template.fill(topic, (place, segment) -> {
            String part = Objects.requireNonNullElse(segment, "");
            return bigquery ? accepted(dotsAfter(template, place), part) : part;
        }));
    }

    private static long dotsAfter(TopicTemplate template, int place) {
        return template.literals().stream()
                .skip(place + 1L)
                .flatMapToInt(String::chars)
                .filter(each -> each == '.')
                .count();
    }

    /** As the BigQuery sink's {@code name.sanitize}: project, dataset and table stand between dots. */
    private static String accepted(long dots, String part) {
        return dots == 0
                ? REFUSED_IN_TABLE.matcher(part).replaceAll("_")
                : dots == 1 ? REFUSED_IN_DATASET.matcher(part).replaceAll("_") : part;
    }

    /** The table, collection or file that a source connector read. */
    public DatasetName upstream(Upstream from) {
        String scheme = scheme(from.system());
        String namespace = settings.source().isEmpty()
                ? namespace(scheme, from)
                : settings.source().get(0);
        boolean twoParts = scheme.equals("mysql") || scheme.equals("mongodb");
        String schema = twoParts ? null : from.schema();
        String name = Stream.of(from.database(), schema, from.table())
                .filter(part -> part != null && !part.isEmpty())
                .reduce((left, right) -> left + "." + right)
                .orElse(from.table());
        return new DatasetName(namespace, name);
    }

    private static String namespace(String scheme, Upstream from) {
        return scheme.equals("file") ? scheme : scheme + "://" + Objects.requireNonNullElse(from.server(), "unknown");
    }

    /** Debezium's word for a database, in OpenLineage's spelling. */
    private static String scheme(@Nullable String system) {
        if (system == null) {
            return "source";
        }
        String word = system.toLowerCase(Locale.ROOT);
        return switch (word) {
            case "postgresql" -> "postgres";
            case "mariadb" -> "mysql";
            case "sqlserver" -> "mssql";
            default -> word;
        };
    }

    /** The same dataset under the other namespaces it is known by. */
    public List<DatasetName> aliases(DatasetName dataset) {
        List<DatasetName> aliases = new ArrayList<>();
        for (List<String> known : List.of(settings.kafka(), settings.source(), settings.sink())) {
            if (!known.isEmpty() && known.get(0).equals(dataset.namespace())) {
                known.stream().skip(1).forEach(other -> aliases.add(new DatasetName(other, dataset.name())));
            }
        }
        return aliases;
    }

    /**
     * The job that carries {@code input} to {@code output}: {@code connector.topic}, or {@code connector.input:output} where the
     * names differ: a topic's name has no colon, so no two edges have one name. DataHub groups jobs by the text before the
     * first dot, so the connector's own dots become underscores.
     */
    public JobName job(String connector, String input, String output) {
        String edge = output.equals(input) ? output : input + ":" + output;
        return new JobName(settings.jobNamespace(), fitting(connector.replace('.', '_') + "." + edge));
    }

    /** Catalogs keep 255 characters of a job's name: of a longer one the end becomes a hash. */
    private static String fitting(String name) {
        if (name.length() <= LONGEST_JOB) {
            return name;
        }
        String hash =
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
        return name.substring(0, LONGEST_JOB - hash.length() - 1) + "~" + hash;
    }

    public JobName connector(String connector) {
        return new JobName(settings.jobNamespace(), connector.replace('.', '_'));
    }

    /** A job's name in OpenLineage's sense. */
    public record JobName(String namespace, String name) {}
}
