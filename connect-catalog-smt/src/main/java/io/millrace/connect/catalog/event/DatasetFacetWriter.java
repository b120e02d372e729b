// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import io.millrace.connect.catalog.event.Consumer.Need;
import io.millrace.connect.catalog.event.DatasetSnapshot.Registered;
import io.millrace.connect.catalog.event.DatasetSnapshot.Version;
import io.openlineage.client.OpenLineage;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The facets that say what a dataset is: location, schema, ownership, versioning, encryption, tags. */
final class DatasetFacetWriter {
    private final OpenLineage lineage;
    private final URI producer;
    private final Consumer consumer;

    DatasetFacetWriter(OpenLineage lineage, URI producer, Consumer consumer) {
        this.lineage = lineage;
        this.producer = producer;
        this.consumer = consumer;
    }

    OpenLineage.DatasetFacetsBuilder write(DatasetSnapshot snapshot, boolean changed) {
        DatasetName name = snapshot.name();
        OpenLineage.DatasetFacetsBuilder facets = lineage.newDatasetFacetsBuilder()
                .dataSource(lineage.newDatasourceDatasetFacet(name.namespace(), location(name)))
                .datasetType(lineage.newDatasetTypeDatasetFacet(snapshot.kind().name(), null))
                .version(
                        lineage.newDatasetVersionDatasetFacet(snapshot.version().word()))
                .put(CustomFacets.SCHEMA_VERSION, version(snapshot));
        if (!snapshot.columns().all().isEmpty()) {
            facets.schema(schema(snapshot));
        }
        if (!snapshot.aliases().isEmpty()) {
            facets.symlinks(symlinks(snapshot));
        }
        describe(snapshot, facets);
        OpenLineage.DatasetFacet encryption = encryption(snapshot);
        if (encryption != null) {
            facets.put(CustomFacets.ENCRYPTION, encryption);
        }
        if (changed) {
            facets.lifecycleStateChange(lineage.newLifecycleStateChangeDatasetFacet(
                    OpenLineage.LifecycleStateChangeDatasetFacet.LifecycleStateChange.ALTER, null));
        }
        return facets;
    }

    private void describe(DatasetSnapshot snapshot, OpenLineage.DatasetFacetsBuilder facets) {
        Policy.Words words = snapshot.words();
        if (!words.owners().isEmpty()) {
            facets.ownership(lineage.newOwnershipDatasetFacet(words.owners().stream()
                    .map(owner -> lineage.newOwnershipDatasetFacetOwners(owner.name(), owner.type()))
                    .toList()));
        }
        if (words.description() != null) {
            facets.documentation(lineage.newDocumentationDatasetFacet(words.description(), "text/plain"));
        }
        List<OpenLineage.TagsDatasetFacetFields> tags = tags(snapshot);
        if (!tags.isEmpty()) {
            facets.tags(lineage.newTagsDatasetFacet(tags));
        }
    }

    /** A namespace that is a URI is where the dataset is; {@code bigquery} becomes one. */
    private static URI location(DatasetName name) {
        String namespace = name.namespace();
        try {
            return namespace.contains("://") ? new URI(namespace) : new URI(namespace, name.name(), null);
        } catch (java.net.URISyntaxException e) {
            return URI.create("urn:" + java.net.URLEncoder.encode(namespace, java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    /** Nested, as the standard has it, and each nested column again by its dotted name, as column lineage calls it. */
    private OpenLineage.SchemaDatasetFacet schema(DatasetSnapshot snapshot) {
        List<OpenLineage.SchemaDatasetFacetFields> fields =
                new ArrayList<>(fields(snapshot.columns().all(), "", snapshot));
        Set<String> named = new HashSet<>();
        fields.forEach(field -> named.add(field.getName()));
        snapshot.columns().dotted().forEach((path, column) -> {
            if (path.indexOf('.') >= 0 && named.add(path)) {
                fields.add(field(path, path, column, fields.size() + 1L, null, snapshot));
            }
        });
        return lineage.newSchemaDatasetFacet(fields);
    }

    private List<OpenLineage.SchemaDatasetFacetFields> fields(
            List<Column> columns, String prefix, DatasetSnapshot snapshot) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> {
                    Column column = columns.get(i);
                    String path = prefix + column.name();
                    List<OpenLineage.SchemaDatasetFacetFields> inner =
                            column.children().isEmpty() ? null : fields(column.children(), path + ".", snapshot);
                    return field(column.name(), path, column, i + 1L, inner, snapshot);
                })
                .toList();
    }

    private OpenLineage.SchemaDatasetFacetFields field(
            String name,
            String path,
            Column column,
            long position,
            @Nullable List<OpenLineage.SchemaDatasetFacetFields> inner,
            DatasetSnapshot snapshot) {
        Policy.ColumnRule rule = snapshot.words().columns().get(path);
        String description = rule != null && rule.description() != null ? rule.description() : column.doc();
        String type = consumer.needs(Need.ITS_TYPE_WORDS) ? TypeWords.forDataHub(column.type()) : column.type();
        return lineage.newSchemaDatasetFacetFields(name, type, description, position, inner);
    }

    /** Never of type TABLE: DataHub would take the dataset for Hive's or Glue's. */
    private OpenLineage.SymlinksDatasetFacet symlinks(DatasetSnapshot snapshot) {
        return lineage.newSymlinksDatasetFacet(snapshot.aliases().stream()
                .map(alias -> lineage.newSymlinksDatasetFacetIdentifiers(alias.namespace(), alias.name(), "ALIAS"))
                .toList());
    }

    private List<OpenLineage.TagsDatasetFacetFields> tags(DatasetSnapshot snapshot) {
        List<OpenLineage.TagsDatasetFacetFields> tags = new ArrayList<>();
        snapshot.words()
                .tags()
                .forEach((key, value) -> tags.add(lineage.newTagsDatasetFacetFields(key, value, "CONFIG", null)));
        if (snapshot.columns().cut()) {
            tags.add(lineage.newTagsDatasetFacetFields("columns", "cut", "INTEGRATION", null));
        }
        Map<String, Column> columns = snapshot.columns().dotted();
        snapshot.words().columns().forEach((path, rule) -> {
            if (columns.containsKey(path)) {
                rule.tags()
                        .forEach((key, value) ->
                                tags.add(lineage.newTagsDatasetFacetFields(key, value, "CONFIG", path)));
            }
        });
        columns.forEach((path, column) -> {
            Column.Masking masking = column.masking();
            if (masking != null) {
                tags.add(lineage.newTagsDatasetFacetFields("masking", masking.transformation(), "INTEGRATION", path));
                if (masking.infoType() != null) {
                    tags.add(lineage.newTagsDatasetFacetFields("infotype", masking.infoType(), "INTEGRATION", path));
                }
                if (masking.partly()) {
                    tags.add(lineage.newTagsDatasetFacetFields("masked", "partly", "INTEGRATION", path));
                }
            }
        });
        return tags;
    }

    private OpenLineage.DatasetFacet version(DatasetSnapshot snapshot) {
        Version version = snapshot.version();
        Map<String, Object> content = new LinkedHashMap<>();
        if (snapshot.seen() == DatasetSnapshot.Seen.AFTER_TRANSFORMS) {
            content.put("seen", "after-transforms");
        }
        if (snapshot.columns().cut()) {
            content.put("cut", true);
        }
        Registered registered = version.registered();
        if (registered != null) {
            content.put("registry", registered.registry());
            content.put("subject", registered.subject());
            content.put("version", registered.version());
            content.put("schemaId", registered.id());
            content.put("schemaType", registered.type());
            if (registered.recordName() != null) {
                content.put("recordName", registered.recordName());
            }
        }
        if (version.connect() != null) {
            content.put("connectVersion", version.connect());
        }
        content.put("fingerprint", version.fingerprint());
        if (version.previous() != null) {
            content.put("previousFingerprint", version.previous());
            content.put("changes", version.changes());
        }
        return CustomFacets.dataset(producer, "SchemaVersionDatasetFacet", content);
    }

    private OpenLineage.@Nullable DatasetFacet encryption(DatasetSnapshot snapshot) {
        Map<String, Object> content = new LinkedHashMap<>();
        Policy.Encryption encryption = snapshot.encryption();
        if (encryption != null && encryption.atRest() != null) {
            content.put("atRest", encryption.atRest());
        }
        if (encryption != null && encryption.kmsKey() != null) {
            content.put("kmsKey", encryption.kmsKey());
        }
        List<Map<String, String>> fields = new ArrayList<>();
        snapshot.columns().dotted().forEach((path, column) -> {
            Column.Masking masking = column.masking();
            if (masking != null) {
                Map<String, String> field = new LinkedHashMap<>(Map.of("field", path));
                field.put("transformation", masking.transformation());
                field.put("masked", masking.partly() ? "partly" : "wholly");
                if (masking.infoType() != null) {
                    field.put("infoType", masking.infoType());
                }
                fields.add(field);
            }
        });
        if (!fields.isEmpty()) {
            content.put("fields", fields);
        }
        return content.isEmpty() ? null : CustomFacets.dataset(producer, "EncryptionDatasetFacet", content);
    }
}
