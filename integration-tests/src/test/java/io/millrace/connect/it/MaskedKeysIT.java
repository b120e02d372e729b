// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables with one row for each key, where the key is masked: in the record's key and in its row, as the manual shows. */
@ExtendWith(Platform.Shared.class)
class MaskedKeysIT {
    private static final Duration SOON = Duration.ofMinutes(5);

    private static final String KEY = """
        {"schema": {"type": "struct", "name": "it.Key", "fields": [
          {"field": "email", "type": "string", "optional": false}]},
         "payload": {"email": "%s"}}\
        """;

    private static final String ROW = """
        {"schema": {"type": "struct", "name": "it.Customer", "fields": [
          {"field": "email", "type": "string", "optional": false},
          {"field": "visits", "type": "int64", "optional": true}]},
         "payload": {"email": "%s", "visits": %d}}\
        """;

    private final Platform platform;

    MaskedKeysIT(Platform platform) {
        this.platform = platform;
    }

    @ParameterizedTest
    @EnumSource
    void areTheSameInTheRecordAndInTheRow(Release release) {
        ConnectCluster cluster = platform.cluster(release);
        String name = "masked_keys_" + cluster.name();
        Map<String, String> config = cluster.sinkConfig(name);
        config.remove("kafka.columns");
        config.putAll(Map.of(
                "key.converter", "org.apache.kafka.connect.json.JsonConverter",
                "change.mode", "upsert-delete"));
        String keyset = keyset();
        try (Topic topic = Topic.create(name, 1, platform)) {
            // as docs/upsert.md shows
            config.put("transforms", "maskKey,mask");
            for (String transform : new String[] {"maskKey", "mask"}) {
                config.put(
                        "transforms." + transform + ".type",
                        "io.millrace.connect.dlp.DlpTransform$" + (transform.equals("mask") ? "Value" : "Key"));
                config.put("transforms." + transform + ".keyset", keyset);
                config.put("transforms." + transform + ".rules", "email");
                config.put("transforms." + transform + ".rules.email.fields", "email");
                config.put("transforms." + transform + ".rules.email.transform", "crypto-deterministic");
            }
            put(topic, "ann@example.org", 1);
            put(topic, "bob@example.org", 1);
            Table table = new Table(name, platform);

            cluster.rest().create(name, config);
            awaitRows(table, 2, 2);
            put(topic, "bob@example.org", 7);
            topic.produceRaw(KEY.formatted("ann@example.org"), null);

            // A tombstone has the key alone, an update has it twice: both find the row
            awaitRows(table, 1, 7);
            assertThat(table.number("COUNTIF(REGEXP_CONTAINS(email, '@'))")).isZero();
            cluster.rest().delete(name);
        }
    }

    /** As {@code config/new-keyset.sh} makes one. */
    private static String keyset() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        // In front of the key are HkdfPrfKey's parameters, SHA-256
        return """
                {"primaryKeyId": 7, "key": [{"keyId": 7, "status": "ENABLED", "outputPrefixType": "RAW", "keyData": {
                  "typeUrl": "type.googleapis.com/google.crypto.tink.HkdfPrfKey", "keyMaterialType": "SYMMETRIC",
                  "value": "EgIIAxog%s"}}]}""".formatted(Base64.getEncoder().encodeToString(key));
    }

    private static void put(Topic topic, String email, int visits) {
        topic.produceRaw(KEY.formatted(email), ROW.formatted(email, visits));
    }

    private static void awaitRows(Table table, long rows, long visits) {
        Awaitility.await(rows + " rows")
                .atMost(SOON)
                .until(() -> table.number("COUNT(*)") == rows && table.number("SUM(visits)") == visits);
    }
}
