// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.millrace.connect.catalog.event.Owner;
import io.millrace.connect.catalog.event.Policy;
import io.millrace.connect.kit.trust.WorkerFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file in which data owners say what their datasets are: YAML, or JSON, which is YAML. Read again when it changes; a
 * file that cannot be read leaves what was read before.
 */
public final class PolicyFile {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Set<String> DATASET_KEYS =
            Set.of("name", "owners", "tags", "description", "retention", "location", "encryption", "columns");
    private static final Set<String> COLUMN_KEYS = Set.of("description", "tags");
    private static final Set<String> ENCRYPTION_KEYS = Set.of("at.rest", "kms.key");

    private static final int MOST_BYTES = 2 * 1024 * 1024;

    private final WorkerFile file;
    private Object stamp = "";
    private Policy policy = new Policy(List.of());

    PolicyFile(WorkerFile file) {
        this.file = file;
    }

    /** A file of this worker. */
    static PolicyFile at(Path path) {
        return new PolicyFile(WorkerFile.of(path.toString(), MOST_BYTES, WorkerFile.Use.DOCUMENT));
    }

    Policy policy() {
        return policy;
    }

    /**
     * Reads the file if it has changed; true when the policy is another one now.
     *
     * @throws IOException when it cannot be read, or says what is not known; asked again only after another change
     */
    boolean refresh() throws IOException {
        Policy read;
        try {
            Object now = file.stamp();
            if (now.equals(stamp)) {
                return false;
            }
            stamp = now;
            read = read(file);
        } catch (IllegalArgumentException unreadable) {
            throw new IOException(unreadable.getMessage());
        }
        boolean changed = !read.equals(policy);
        policy = read;
        return changed;
    }

    /**
     * Reads the whole file.
     *
     * @throws IOException naming the place in the file, and nothing of its content
     */
    static Policy read(WorkerFile file) throws IOException {
        JsonNode root;
        try {
            root = YAML.readTree(file.bytes());
        } catch (JsonProcessingException malformed) {
            // Without its message and cause, which quote the lines around.
            JsonLocation place = malformed.getLocation();
            throw new IOException("no YAML" + (place == null ? "" : " at line " + place.getLineNr()));
        }
        List<Policy.Rule> rules = new ArrayList<>();
        JsonNode datasets = root == null ? YAML.missingNode() : root.path("datasets");
        for (JsonNode dataset : datasets) {
            rules.add(rule(dataset, "datasets[" + rules.size() + "]"));
        }
        return new Policy(rules);
    }

    private static Policy.Rule rule(JsonNode node, String place) throws IOException {
        onlyKeys(node, DATASET_KEYS, place);
        String name = text(node, "name");
        if (name == null) {
            throw new IOException(place + " has no name");
        }
        List<Owner> owners = new ArrayList<>();
        node.path("owners").forEach(owner -> owners.add(Owner.parse(owner.asText())));
        Map<String, String> tags = texts(node.path("tags"));
        for (String key : List.of("retention", "location")) {
            String said = text(node, key);
            if (said != null) {
                tags.put(key, said);
            }
        }
        JsonNode encryption = node.path("encryption");
        onlyKeys(encryption, ENCRYPTION_KEYS, place + ".encryption");
        Policy.Encryption stored = encryption.isObject()
                ? new Policy.Encryption(text(encryption, "at.rest"), text(encryption, "kms.key"))
                : null;
        return new Policy.Rule(name, owners, tags, text(node, "description"), stored, columns(node, place));
    }

    private static Map<String, Policy.ColumnRule> columns(JsonNode dataset, String place) throws IOException {
        Map<String, Policy.ColumnRule> columns = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> column : dataset.path("columns").properties()) {
            onlyKeys(column.getValue(), COLUMN_KEYS, place + ".columns." + column.getKey());
            columns.put(
                    column.getKey(),
                    new Policy.ColumnRule(
                            text(column.getValue(), "description"),
                            texts(column.getValue().path("tags"))));
        }
        return columns;
    }

    private static void onlyKeys(JsonNode node, Set<String> known, String place) throws IOException {
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            if (!known.contains(each.getKey())) {
                throw new IOException(place + " has an unknown key; known: " + known);
            }
        }
    }

    private static @Nullable String text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        return value.isValueNode() && !value.isNull() ? value.asText() : null;
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new LinkedHashMap<>();
        node.properties()
                .forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
        return texts;
    }
}
