// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.CustomInfoType;
import io.millrace.connect.dlp.infotype.InfoType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The infoTypes that a configuration may name: the built-in ones and those it defines; where Cloud DLP finds, its own too.
 */
final class InfoTypeNames {
    /** Shorter words are abbreviations: one letter makes another of them, as in SPAIN_NIF and SPAIN_CIF. */
    private static final int SHORTEST_WORD_WITH_SLIPS = 4;

    /** The manual's name of the built-in set. */
    private static final String DEFAULT_SET = "default.v1";

    private static final String SETS = "default.";

    private final Set<String> names = new TreeSet<>();
    private final Engine engine;

    /** The built-in ones and these, for this engine. */
    InfoTypeNames(List<CustomInfoType> custom, Engine engine) {
        this.engine = engine;
        for (BuiltInInfoType builtIn : BuiltInInfoType.values()) {
            names.add(builtIn.name());
        }
        custom.forEach(type -> names.add(type.infoType().name()));
    }

    /**
     * One that the engine can find; throws IllegalArgumentException with a suggestion where there is one. What only Cloud
     * DLP knows is left to it, unless it is almost a name that is known here.
     */
    InfoType known(String name) {
        InfoType infoType = new InfoType(name);
        if (names.contains(name)) {
            return infoType;
        }
        String meant = nearest(name);
        if (meant == null && engine == Engine.CLOUD) {
            return infoType;
        }
        throw new IllegalArgumentException("infoType " + name + " is neither built in nor defined as a custom one; "
                + (meant == null
                        ? "the manual lists all names, and engine=cloud finds Cloud DLP's others"
                        : "did you mean " + meant + "?"));
    }

    /** Those of a list, in which {@code default.v1} stands for its members. */
    Set<InfoType> known(List<String> listed) {
        Set<InfoType> known = new LinkedHashSet<>();
        for (String name : listed) {
            if (name.equals(DEFAULT_SET)) {
                known.addAll(BuiltInInfoType.DEFAULT_V1);
            } else if (name.startsWith(SETS)) {
                throw new IllegalArgumentException("set " + name + " is unknown; the only one is " + DEFAULT_SET);
            } else {
                known.add(known(name));
            }
        }
        return known;
    }

    /** True when only Cloud DLP can find it. */
    boolean isRemote(InfoType infoType) {
        return !names.contains(infoType.name());
    }

    /** One that others may know, so that it is taken as it is; throws IllegalArgumentException for a slip of the pen. */
    String declared(String name) {
        String stripped = name.strip();
        if (nearest(stripped) != null) {
            return known(stripped).name();
        }
        return new InfoType(stripped).name();
    }

    /** The known name that is spelt almost like this one; null when it is known itself, or when there is none. */
    private @Nullable String nearest(String name) {
        if (names.contains(name)) {
            return null;
        }
        for (String known : names) {
            if (isNear(name, known)) {
                return known;
            }
        }
        return null;
    }

    /** The same letters, or each word with one slip at most. */
    private static boolean isNear(String name, String known) {
        if (letters(name).equals(letters(known))) {
            return true;
        }
        String[] words = name.toUpperCase(Locale.ROOT).split("[_-]", -1);
        String[] knownWords = known.split("[_-]", -1);
        if (words.length != knownWords.length) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            if (!words[i].equals(knownWords[i]) && !isSlip(words[i], knownWords[i])) {
                return false;
            }
        }
        return true;
    }

    private static String letters(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    }

    /** One character missing, too many, wrong, or two of them swapped. */
    private static boolean isSlip(String word, String known) {
        if (known.length() < SHORTEST_WORD_WITH_SLIPS || Math.abs(word.length() - known.length()) > 1) {
            return false;
        }
        int same = 0;
        while (same < word.length() && same < known.length() && word.charAt(same) == known.charAt(same)) {
            same++;
        }
        String rest = word.substring(same);
        String knownRest = known.substring(same);
        if (rest.length() != knownRest.length()) {
            return rest.length() > knownRest.length()
                    ? rest.substring(1).equals(knownRest)
                    : knownRest.substring(1).equals(rest);
        }
        boolean swapped = rest.length() > 1
                && rest.charAt(0) == knownRest.charAt(1)
                && rest.charAt(1) == knownRest.charAt(0)
                && rest.substring(2).equals(knownRest.substring(2));
        return swapped || rest.substring(1).equals(knownRest.substring(1));
    }
}
