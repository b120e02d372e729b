// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.privacy.dlp.v2.ContentItem;
import com.google.privacy.dlp.v2.DeidentifyContentRequest;
import com.google.privacy.dlp.v2.FieldTransformation;
import com.google.privacy.dlp.v2.InfoTypeTransformations;
import com.google.privacy.dlp.v2.Table;
import com.google.privacy.dlp.v2.Value;
import io.millrace.connect.dlp.DlpTransform;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** One deidentifyContent request, carried out by the transform's local engine with the request's own policy. */
final class Deidentification implements AutoCloseable {
    private static final String ONE_TEXT = "value";

    private final JsonObject keyset = new JsonObject();
    private final DlpTransform.Value<SinkRecord> transform = new DlpTransform.Value<>();

    /** Throws ConfigException or IllegalArgumentException for what the local engine does not know. */
    Deidentification(DeidentifyContentRequest request, TrainedInfoTypes trained) {
        ensureRequested(request);
        JsonObject policy = new JsonObject();
        JsonObject deidentify = Inspection.json(request.getDeidentifyConfig());
        nameKeys(deidentify);
        policy.add("deidentifyConfig", deidentify);
        if (request.hasInspectConfig()) {
            policy.add("inspectConfig", Inspection.json(request.getInspectConfig(), trained));
        }
        Map<String, String> properties = new HashMap<>();
        properties.put("policy", policy.toString());
        properties.put("on.error", "fail");
        if (!keyset.keySet().isEmpty()) {
            properties.put("keyset", keyset.toString());
        }
        transform.configure(properties);
    }

    /** Cloud DLP transforms only what it was asked to look for; here the rest is refused, since it would stay as it is. */
    private static void ensureRequested(DeidentifyContentRequest request) {
        Set<String> requested = new HashSet<>();
        request.getInspectConfig().getInfoTypesList().forEach(type -> requested.add(type.getName()));
        request.getInspectConfig()
                .getCustomInfoTypesList()
                .forEach(type -> requested.add(type.getInfoType().getName()));
        Stream<InfoTypeTransformations> all = Stream.concat(
                Stream.of(request.getDeidentifyConfig().getInfoTypeTransformations()),
                request.getDeidentifyConfig().getRecordTransformations().getFieldTransformationsList().stream()
                        .map(FieldTransformation::getInfoTypeTransformations));
        all.flatMap(each -> each.getTransformationsList().stream())
                .flatMap(each -> each.getInfoTypesList().stream())
                .filter(type -> request.hasInspectConfig() && !requested.contains(type.getName()))
                .findFirst()
                .ifPresent(type -> {
                    throw DlpService.refused(
                            "deidentifyConfig transforms " + type.getName() + ", which inspectConfig does not ask for");
                });
    }

    /** The transform takes keys by name only: key material moves from the policy into a keyset. */
    private void nameKeys(JsonElement element) {
        if (element instanceof JsonArray array) {
            array.forEach(this::nameKeys);
        } else if (element instanceof JsonObject object) {
            if (object.has("unwrapped")) {
                String name = "k" + keyset.size();
                byte[] key = Base64.getDecoder()
                        .decode(object.getAsJsonObject("unwrapped").get("key").getAsString());
                keyset.add(name, prfKeyset(key));
                object.remove("unwrapped");
                JsonObject named = new JsonObject();
                named.addProperty("name", name);
                object.add("transient", named);
            } else if (object.has("kmsWrapped")) {
                throw DlpService.unimplemented("kmsWrapped keys");
            }
            object.entrySet().forEach(member -> nameKeys(member.getValue()));
        }
    }

    /** A Tink keyset of one HKDF PRF key with SHA-256: HkdfPrfKey{version: 0, params: {hash: SHA256}, key_value}. */
    private static JsonObject prfKeyset(byte[] key) {
        byte[] proto = ByteBuffer.allocate(key.length + 6)
                .put(new byte[] {0x12, 2, 0x08, 3, 0x1a, (byte) key.length})
                .put(key)
                .array();
        JsonObject data = new JsonObject();
        data.addProperty("typeUrl", "type.googleapis.com/google.crypto.tink.HkdfPrfKey");
        data.addProperty("keyMaterialType", "SYMMETRIC");
        data.addProperty("value", Base64.getEncoder().encodeToString(proto));
        JsonObject entry = new JsonObject();
        entry.addProperty("keyId", 1);
        entry.addProperty("status", "ENABLED");
        entry.addProperty("outputPrefixType", "RAW");
        entry.add("keyData", data);
        JsonArray entries = new JsonArray();
        entries.add(entry);
        JsonObject document = new JsonObject();
        document.addProperty("primaryKeyId", 1);
        document.add("key", entries);
        return document;
    }

    ContentItem apply(ContentItem item) {
        return switch (item.getDataItemCase()) {
            case VALUE -> {
                Map<String, Object> masked = masked(Map.of(ONE_TEXT, item.getValue()));
                yield ContentItem.newBuilder()
                        .setValue(masked == null ? "" : String.valueOf(masked.get(ONE_TEXT)))
                        .build();
            }
            case TABLE ->
                ContentItem.newBuilder().setTable(table(item.getTable())).build();
            default -> throw DlpService.unimplemented(item.getDataItemCase() + " items");
        };
    }

    private Table table(Table table) {
        Table.Builder masked = Table.newBuilder().addAllHeaders(table.getHeadersList());
        for (Table.Row row : table.getRowsList()) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (int column = 0; column < row.getValuesCount(); column++) {
                values.put(table.getHeaders(column).getName(), plain(row.getValues(column)));
            }
            Map<String, Object> after = masked(values);
            if (after != null) {
                Table.Row.Builder maskedRow = masked.addRowsBuilder();
                table.getHeadersList().forEach(header -> maskedRow.addValues(text(after.get(header.getName()))));
            }
        }
        return masked.build();
    }

    /** The row after masking; null when a record suppression dropped it. */
    @SuppressWarnings("unchecked") // a schemaless record stays a map with text keys
    private @Nullable Map<String, Object> masked(Map<String, Object> values) {
        try {
            SinkRecord masked = transform.apply(new SinkRecord("content", 0, null, null, null, values, 0));
            return masked == null ? null : (Map<String, Object>) masked.value();
        } catch (DataException unmaskable) {
            throw DlpService.refused(String.valueOf(unmaskable.getMessage()));
        }
    }

    private static Object plain(Value value) {
        return switch (value.getTypeCase()) {
            case INTEGER_VALUE -> value.getIntegerValue();
            case FLOAT_VALUE -> value.getFloatValue();
            case BOOLEAN_VALUE -> value.getBooleanValue();
            case STRING_VALUE, TYPE_NOT_SET -> value.getStringValue();
            default -> throw DlpService.unimplemented(value.getTypeCase() + " values");
        };
    }

    private static Value text(@Nullable Object value) {
        Value.Builder result = Value.newBuilder();
        if (value instanceof Long integer) {
            return result.setIntegerValue(integer).build();
        }
        if (value instanceof Boolean flag) {
            return result.setBooleanValue(flag).build();
        }
        return result.setStringValue(value == null ? "" : value.toString()).build();
    }

    @Override
    public void close() {
        transform.close();
    }
}
