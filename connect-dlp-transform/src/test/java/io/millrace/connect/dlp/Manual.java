// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static java.util.Objects.requireNonNull;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberPolicy;
import io.millrace.connect.dlp.key.TestKeys;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** docs/masking.md as its readers have it: blocks to copy, tables, and what stands in them as code. */
final class Manual {
    private static final Pattern BLOCK =
            Pattern.compile("^ *```(\\w+)\\R(.*?)^ *```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("(?<!`)(`+)(?!`)(.+?)(?<!`)\\1(?!`)");
    private static final Gson JSON = new GsonBuilder()
            .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
            .create();

    private Manual() {}

    static String text() {
        try {
            return Files.readString(Path.of("..", "docs", "masking.md"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What stands in fences of this language, in order. */
    static List<String> blocks(String language) {
        return BLOCK.matcher(text())
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    /** The rows of the table with this head, cell by cell. */
    static List<List<String>> table(String head) {
        String text = text();
        int start = text.indexOf("\n" + head + "\n|");
        if (start < 0) {
            throw new AssertionError("the manual has no table " + head);
        }
        return text.substring(start + 1)
                .lines()
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    /** What a cell, or any text, has as code. */
    static List<String> code(String cell) {
        return CODE.matcher(cell).results().map(span -> span.group(2).strip()).toList();
    }

    static @Nullable Object json(String text) {
        return JSON.fromJson(text, Object.class);
    }

    /** A transform's own properties, of the lines of a connector's JSON or of a properties file. */
    static Map<String, String> properties(String block) {
        Map<String, String> own = new HashMap<>();
        if (block.strip().startsWith("\"")) {
            ((Map<?, ?>) requireNonNull(json("{" + block + "}")))
                    .forEach((name, value) ->
                            own.put(name.toString().replace("transforms.mask.", ""), value.toString()));
        } else {
            Properties lines = new Properties();
            try {
                lines.load(new StringReader(block));
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            lines.stringPropertyNames().forEach(name -> own.put(name, lines.getProperty(name)));
        }
        return own;
    }

    /** The same key under each name, always the same: the manual shows what it makes. */
    static String keyset(String... names) {
        byte[] key = new byte[32];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) i;
        }
        return Arrays.stream(names)
                .map(name -> "\"" + name + "\": " + TestKeys.hkdf(key))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
