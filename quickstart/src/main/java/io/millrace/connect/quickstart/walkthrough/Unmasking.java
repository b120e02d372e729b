// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.walkthrough;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.config.TinkConfig;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import io.millrace.connect.dlp.DlpReidentify;
import io.millrace.connect.dlp.DlpTransform;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * What {@code config/quickstart/bigquery-sink.json} masks, undone: e-mail and card numbers are brought back by
 * DlpReidentify with the key, so that BigQuery can be compared with the database; free text, whose findings cannot come
 * back, is masked on the database's side by the same rule instead.
 */
public final class Unmasking implements AutoCloseable {

    /** The name under which the connector's configuration reads the keyset. */
    public static final String KEYSET_VARIABLE = "MASKING_KEYSET";

    private static final List<String> MASKED_COLUMNS = List.of("email", "card_number", "notes");

    private final String keyset;
    private final DlpReidentify.Value<SinkRecord> reidentify = new DlpReidentify.Value<>();
    private final DlpTransform.Value<SinkRecord> maskText = new DlpTransform.Value<>();

    private Unmasking(String keyset) {
        this.keyset = keyset;
        Map<String, String> tokens = new HashMap<>();
        tokens.put("keyset", keyset);
        tokens.put("rules", "email,card");
        tokens.put("rules.email.fields", "email");
        tokens.put("rules.email.transform", "crypto-deterministic");
        tokens.put("rules.card.fields", "card_number");
        tokens.put("rules.card.transform", "crypto-replace-ffx-fpe");
        reidentify.configure(tokens);
        maskText.configure(Map.of(
                "rules", "notes",
                "rules.notes.fields", "notes",
                "rules.notes.info.types", "PHONE_NUMBER,EMAIL_ADDRESS,CREDIT_CARD_NUMBER",
                "rules.notes.transform", "replace-with-info-type"));
    }

    /** With a key of its own. */
    public static Unmasking withFreshKey() {
        try {
            TinkConfig.register();
            KeysetHandle key =
                    KeysetHandle.generateNew(PredefinedPrfParameters.HKDF_SHA256, RegistryConfiguration.get());
            return new Unmasking(TinkJsonProtoKeysetFormat.serializeKeyset(
                            key, RegistryConfiguration.get(), InsecureSecretKeyAccess.get())
                    .replaceAll("\\s", ""));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("no key could be made", impossible);
        }
    }

    /** What the connector reads as its keyset. */
    public String keyset() {
        return keyset;
    }

    /** BigQuery's rows with their tokens brought back. */
    Rows opened(Rows masked) {
        return through(reidentify, masked);
    }

    /** The database's rows as they shall read in BigQuery once its tokens are brought back. */
    Rows expected(Rows plain) {
        return through(maskText, plain);
    }

    /** The first masked column that still holds what the database holds; null when all are disguised. */
    @Nullable
    String firstInClear(Rows plain, Rows masked) {
        for (String column : MASKED_COLUMNS) {
            int here = plain.columns().indexOf(column);
            int there = masked.columns().indexOf(column);
            if (here >= 0 && there >= 0 && !column.equals("notes")) {
                for (int row = 0;
                        row < Math.min(plain.rows().size(), masked.rows().size());
                        row++) {
                    String clear = plain.rows().get(row).get(here);
                    if (clear != null && clear.equals(masked.rows().get(row).get(there))) {
                        return column;
                    }
                }
            }
        }
        return null;
    }

    /** The columns that show what masking does. */
    static Rows shown(Rows rows) {
        List<String> wanted = new ArrayList<>(List.of("id"));
        wanted.addAll(MASKED_COLUMNS);
        List<List<@Nullable String>> cells = new ArrayList<>();
        for (List<@Nullable String> row : rows.rows()) {
            List<@Nullable String> few = new ArrayList<>();
            wanted.forEach(column -> few.add(row.get(rows.columns().indexOf(column))));
            cells.add(few);
        }
        return new Rows(wanted, cells);
    }

    private static Rows through(Transformation<SinkRecord> transform, Rows rows) {
        List<List<@Nullable String>> changed = new ArrayList<>();
        for (List<@Nullable String> row : rows.rows()) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            for (int i = 0; i < rows.columns().size(); i++) {
                values.put(rows.columns().get(i), row.get(i));
            }
            ConnectRecord<SinkRecord> after = transform.apply(new SinkRecord("row", 0, null, null, null, values, 0));
            Map<?, ?> result = after == null ? Map.of() : (Map<?, ?>) after.value();
            List<@Nullable String> cells = new ArrayList<>();
            rows.columns().forEach(column -> cells.add((String) result.get(column)));
            changed.add(cells);
        }
        return new Rows(rows.columns(), changed);
    }

    @Override
    public void close() {
        reidentify.close();
        maskText.close();
    }
}
