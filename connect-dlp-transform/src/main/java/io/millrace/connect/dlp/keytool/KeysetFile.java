// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.keytool;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.config.TinkConfig2026;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file of named keysets, as the property {@code keyset.file} reads it. */
final class KeysetFile {
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();
    private static final byte[] NO_ASSOCIATED_DATA = {};

    /** The name of a keyset that has none. */
    static final String ONLY = "(the only key)";

    private final Path path;
    private final Map<String, JsonObject> keysets = new LinkedHashMap<>();

    /** What is there; nothing, when there is no file yet. */
    KeysetFile(Path path) throws IOException, GeneralSecurityException {
        // Tink makes keys by these alone; it reads them without
        PrfConfig.register();
        DeterministicAeadConfig.register();
        MacConfig.register();
        this.path = path;
        if (Files.exists(path)) {
            read(Files.readString(path));
        }
    }

    private void read(String text) {
        try {
            JsonObject document = JsonParser.parseString(text).getAsJsonObject();
            if (document.has("primaryKeyId") || document.has("encryptedKeyset")) {
                keysets.put(ONLY, document);
                return;
            }
            for (Map.Entry<String, JsonElement> each : document.entrySet()) {
                keysets.put(each.getKey(), each.getValue().getAsJsonObject());
            }
        } catch (JsonParseException | IllegalStateException other) {
            throw new IllegalArgumentException(path + " is not a JSON object from key name to Tink keyset");
        }
    }

    /** Before something is done with what has to be there. */
    void ensureExists() {
        if (!Files.exists(path)) {
            throw new IllegalArgumentException("there is no file " + path);
        }
    }

    Map<String, JsonObject> keysets() {
        return keysets;
    }

    /** Whether it holds one keyset and no names, as the property may, too. */
    boolean isOne() {
        return keysets.containsKey(ONLY);
    }

    boolean isWrapped(String name) {
        return named(name).has("encryptedKeyset");
    }

    private JsonObject named(String name) {
        JsonObject keyset = keysets.get(name);
        if (keyset == null) {
            throw new IllegalArgumentException(path + " has no key '" + name + "'; it has " + keysets.keySet());
        }
        return keyset;
    }

    /** Makes a key; a key of that name must not be there, since its tokens could not be read any more. */
    void create(String name, Parameters parameters, @Nullable Aead wrapping) throws GeneralSecurityException {
        if (isOne()) {
            throw new IllegalArgumentException(
                    path + " is one keyset without a name, beside which there is no other; name"
                            + " another file, or write it as {\"NAME\": …}");
        }
        if (keysets.containsKey(name)) {
            throw new IllegalArgumentException(path + " has a key '" + name + "'; rotate it, or name another");
        }
        KeysetHandle handle = KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.generateEntryFromParameters(parameters)
                        .withRandomId()
                        .makePrimary())
                .build();
        put(name, handle, wrapping);
    }

    /** Adds a key like the primary one and makes it primary; the others stay, and read old tokens. All are encrypted, if any. */
    void rotate(String name, @Nullable Aead wrapping) throws GeneralSecurityException {
        KeysetHandle before = handle(name, wrapping);
        KeysetHandle.Builder after = KeysetHandle.newBuilder(before);
        after.addEntry(KeysetHandle.generateEntryFromParameters(
                        before.getPrimary().getKey().getParameters())
                .withRandomId()
                .makePrimary());
        put(name, after.build(), wrapping);
    }

    /** Encrypts what is in clear. */
    void wrap(String name, Aead wrapping) throws GeneralSecurityException {
        if (!isWrapped(name)) {
            put(name, handle(name, null), wrapping);
        }
    }

    private KeysetHandle handle(String name, @Nullable Aead wrapping) throws GeneralSecurityException {
        String keyset = named(name).toString();
        if (!isWrapped(name)) {
            return TinkJsonProtoKeysetFormat.parseKeyset(keyset, TinkConfig2026.get(), InsecureSecretKeyAccess.get());
        }
        if (wrapping == null) {
            throw new IllegalArgumentException("key '" + name + "' is wrapped; give --kms-uri");
        }
        return TinkJsonProtoKeysetFormat.parseEncryptedKeyset(
                keyset, wrapping, NO_ASSOCIATED_DATA, TinkConfig2026.get());
    }

    private void put(String name, KeysetHandle handle, @Nullable Aead wrapping) throws GeneralSecurityException {
        String json = wrapping == null
                ? TinkJsonProtoKeysetFormat.serializeKeyset(handle, TinkConfig2026.get(), InsecureSecretKeyAccess.get())
                : TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
                        handle, wrapping, NO_ASSOCIATED_DATA, TinkConfig2026.get());
        keysets.put(name, JsonParser.parseString(json).getAsJsonObject());
    }

    /** Writes a new file, for its owner's eyes only, and puts it in the old one's place at once. */
    void save() throws IOException {
        Path whole = path.toAbsolutePath();
        Path directory = whole.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new IllegalArgumentException("there is no directory " + directory + " to write " + path + " into");
        }
        Path fresh = Files.createTempFile(directory, ".keyset", ".json"); // which nobody else may read
        Files.writeString(fresh, GSON.toJson(isOne() ? keysets.get(ONLY) : keysets) + System.lineSeparator());
        Files.move(fresh, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
