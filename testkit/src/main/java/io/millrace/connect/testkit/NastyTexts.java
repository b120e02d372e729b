// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values that nobody writes into a property by mistake only, by what tests call them. */
public final class NastyTexts {
    private static final int MILLION = 1_000_000;

    private NastyTexts() {}

    /** What is no text of one line, wherever it stands in it. */
    public static Map<String, String> controls() {
        Map<String, String> controls = new LinkedHashMap<>();
        for (char c : new char[] {'\0', '\n', '\r', '\t', 0x1b, 0x7f, 0x85, '\u2028', '\ud800', '\udc00'}) {
            controls.put(String.format("U+%04X", (int) c), "a" + c + "b");
        }
        controls.put("a million letters", "a".repeat(MILLION));
        controls.put("a million parts", "a.".repeat(MILLION / 2) + "a");
        controls.put("a million folders", "/a".repeat(MILLION / 2));
        return controls;
    }

    /** {@link #controls} and what some property may take. */
    public static Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>(controls());
        List<String> others = List.of(
                " ",
                ".",
                "..",
                "../..",
                "%00",
                "%",
                "/",
                ":",
                ",",
                "=",
                "{",
                "[",
                "\"",
                "$",
                "${",
                "${}",
                "${topic:0}",
                "${topic:99999}",
                "\\",
                "*",
                "(",
                "a:",
                ":a",
                "a:b",
                "a=b",
                "-1",
                "99999999999999999999",
                "null",
                "http://",
                "http://[",
                "http://a b",
                "http://%",
                "https://127.0.0.1:99999",
                "\ud83d\ude00",
                "\0",
                "\n");
        others.forEach(text -> all.put("'" + text + "'", text));
        all.put("a million blanks", " ".repeat(MILLION));
        return all;
    }
}
