// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which plugins use the kit's types: by themselves, or by another type of the kit that they use. Read from the sources. */
final class KitUsers {
    private static final Path KIT = Path.of("src/main/java");

    /** A plugin is what ships as one; the masking transform's optional artifacts are part of it. */
    private static final Map<String, List<String>> PLUGINS = Map.of(
            "sink", List.of("connect-bigquery-sink"),
            "masking", List.of("connect-dlp-transform", "connect-dlp-transform-cloud", "connect-dlp-transform-gcpkms"),
            "catalog", List.of("connect-catalog-smt"));

    private KitUsers() {}

    /** The plugins that use it, by the name of each type. */
    static Map<String, Set<String>> ofEveryType() throws IOException {
        Map<String, String> kit = new TreeMap<>();
        for (Path file : sources(KIT)) {
            kit.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
        }
        Map<String, Set<String>> users = new TreeMap<>();
        kit.keySet().forEach(type -> users.put(type, new TreeSet<>()));
        for (Map.Entry<String, List<String>> plugin : PLUGINS.entrySet()) {
            StringBuilder text = new StringBuilder();
            for (String module : plugin.getValue()) {
                for (Path file : sources(Path.of("..", module, "src/main/java"))) {
                    text.append(Files.readString(file));
                }
            }
            used(kit, text.toString())
                    .forEach(type ->
                            users.computeIfAbsent(type, none -> new TreeSet<>()).add(plugin.getKey()));
        }
        return users;
    }

    private static Set<String> used(Map<String, String> kit, String plugin) {
        Deque<String> open = kit.keySet().stream()
                .filter(type -> Pattern.compile("import io\\.millrace\\.connect\\.kit\\.\\w+\\." + type + "[.;]")
                        .matcher(plugin)
                        .find())
                .collect(Collectors.toCollection(ArrayDeque::new));
        Set<String> used = new TreeSet<>(open);
        while (!open.isEmpty()) {
            String text = code(kit.getOrDefault(open.remove(), ""));
            kit.keySet().stream()
                    .filter(type ->
                            Pattern.compile("\\b" + type + "\\b").matcher(text).find())
                    .filter(used::add)
                    .forEach(open::add);
        }
        return used;
    }

    /** A mention in a comment is no use. */
    private static String code(String source) {
        return source.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//.*", "");
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .toList();
        }
    }
}
