// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.keytool;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.daead.PredefinedDeterministicAeadParameters;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.millrace.connect.dlp.key.KeyEncryption;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes, wraps and rotates keysets: {@code java -cp 'PLUGIN/lib/*' io.millrace.connect.dlp.keytool.KeysetTool}. Never prints
 * a key.
 */
public final class KeysetTool {
    private static final String USAGE = """
            usage: COMMAND FILE [KEY] [--template=TEMPLATE] [--kms-uri=URI]
              create FILE KEY   makes the key KEY in FILE; with --kms-uri it is never written in clear
              rotate FILE [KEY] adds a new primary key to KEY; old tokens of crypto-deterministic stay readable
              wrap FILE [KEY]   encrypts KEY, or all of them, by the KMS key --kms-uri
              list FILE         names of keys, their ids and kinds, and whether they are wrapped
            TEMPLATE is HKDF_SHA256 (default: serves every transformation), AES256_SIV or HMAC_SHA256_256BITTAG""";

    private static final Map<String, Parameters> TEMPLATES = Map.of(
            "HKDF_SHA256", PredefinedPrfParameters.HKDF_SHA256,
            "AES256_SIV", PredefinedDeterministicAeadParameters.AES256_SIV,
            "HMAC_SHA256_256BITTAG", PredefinedMacParameters.HMAC_SHA256_256BITTAG);

    private final PrintStream out;
    private final Map<String, String> options = new LinkedHashMap<>();
    private final List<String> words = new ArrayList<>();

    private KeysetTool(String[] arguments, PrintStream out) {
        this.out = out;
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (argument.startsWith("--") && equals > 0) {
                options.put(argument.substring(2, equals), argument.substring(equals + 1));
            } else {
                words.add(argument);
            }
        }
        if (!Set.of("template", "kms-uri").containsAll(options.keySet())) {
            throw new IllegalArgumentException("options are --template and --kms-uri, found " + options.keySet());
        }
    }

    /** The command; exits with 1 when it could not be done. */
    public static void main(String[] arguments) {
        int code = run(arguments, System.out, System.err);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** As {@link #main}, with what it would exit with. */
    static int run(String[] arguments, PrintStream out, PrintStream err) {
        try {
            new KeysetTool(arguments, out).run();
            return 0;
        } catch (IllegalArgumentException wrong) {
            err.println(wrong.getMessage());
        } catch (IOException unwritable) {
            err.println("the file cannot be read or written: " + unwritable.getMessage());
        } catch (GeneralSecurityException refused) {
            // Tink's own message may quote the keyset
            err.println("the keyset cannot be read, or the KMS refuses");
        }
        return 1;
    }

    private void run() throws IOException, GeneralSecurityException {
        if (words.size() < 2 || words.size() > 3) {
            throw new IllegalArgumentException(USAGE);
        }
        KeysetFile file = new KeysetFile(Path.of(words.get(1)));
        if (Set.of("rotate", "wrap", "list").contains(words.get(0))) {
            file.ensureExists();
        }
        switch (words.get(0)) {
            case "create" -> file.create(key(file), template(), wrapping());
            case "rotate" -> file.rotate(key(file), wrapping());
            case "wrap" -> wrap(file);
            case "list" -> {
                list(file);
                return;
            }
            default -> throw new IllegalArgumentException(USAGE);
        }
        file.save();
    }

    private void wrap(KeysetFile file) throws GeneralSecurityException {
        Aead wrapping = wrapping();
        if (wrapping == null) {
            throw new IllegalArgumentException("wrap needs --kms-uri");
        }
        for (String name : words.size() > 2
                ? List.of(key(file))
                : List.copyOf(file.keysets().keySet())) {
            file.wrap(name, wrapping);
        }
    }

    private void list(KeysetFile file) {
        file.keysets().forEach((name, keyset) -> {
            JsonObject info = keyset.has("keysetInfo") ? keyset.getAsJsonObject("keysetInfo") : keyset;
            out.println(name + (file.isWrapped(name) ? " (wrapped)" : " (in clear)"));
            for (JsonElement each : info.getAsJsonArray(keyset.has("keysetInfo") ? "keyInfo" : "key")) {
                JsonObject key = each.getAsJsonObject();
                JsonObject typed = key.has("keyData") ? key.getAsJsonObject("keyData") : key;
                String type = typed.get("typeUrl").getAsString();
                boolean primary = key.get("keyId").equals(info.get("primaryKeyId"));
                out.println("  " + key.get("keyId") + " " + type.substring(type.lastIndexOf('.') + 1)
                        + (primary ? " primary" : ""));
            }
        });
    }

    private String key(KeysetFile file) {
        if (words.size() < 3 && file.isOne()) {
            return KeysetFile.ONLY;
        }
        if (words.size() < 3 || words.get(2).isBlank()) {
            throw new IllegalArgumentException("name the key\n" + USAGE);
        }
        return words.get(2);
    }

    private Parameters template() {
        String name = options.getOrDefault("template", "HKDF_SHA256");
        Parameters template = TEMPLATES.get(name);
        if (template == null) {
            throw new IllegalArgumentException("template " + name + " is not accepted\n" + USAGE);
        }
        return template;
    }

    private @Nullable Aead wrapping() {
        String uri = options.get("kms-uri");
        if (uri == null) {
            return null;
        }
        for (KeyEncryption provider : ServiceLoader.load(KeyEncryption.class, KeysetTool.class.getClassLoader())) {
            if (provider.supports(uri)) {
                return provider.open(uri);
            }
        }
        throw new IllegalArgumentException("nothing on the class path speaks to " + uri
                + "; for gcp-kms:// unpack the archive connect-dlp-transform-gcpkms into the plugin's directory");
    }
}
