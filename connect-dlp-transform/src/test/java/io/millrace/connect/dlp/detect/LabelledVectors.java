// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import io.millrace.connect.dlp.detect.text.LineResource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Labelled values and sentences from public sources; each row of the files names its own. */
final class LabelledVectors {

    private static final Pattern REGION = Pattern.compile("region=([A-Z]{2})");
    private static final List<String> PRESIDIO_REGIONS =
            List.of("US", "GB", "DE", "FR", "IL", "IN", "CA", "BR", "JP", "CN");

    /** One row; {@code start} is -1 where nothing is to be found. */
    record Vector(String text, String infoType, int start, int end, String expected, List<String> regions) {

        boolean isPositive() {
            return expected.equals("match") || expected.equals("valid");
        }

        boolean isNegative() {
            return expected.equals("none") || expected.equals("invalid");
        }

        /** True when the verdict is about the value as a whole, of which a part may be valid. */
        boolean isWhole() {
            return expected.equals("valid") || expected.equals("invalid");
        }
    }

    private LabelledVectors() {}

    static List<Vector> read(String file) {
        List<Vector> vectors = new ArrayList<>();
        List<String> lines = LineResource.read(LabelledVectors.class, file);
        for (String line : lines.subList(1, lines.size())) {
            String[] columns = line.split("\t", -1);
            String remarks = String.join(" ", List.of(columns).subList(5, columns.length));
            vectors.add(new Vector(
                    unescape(columns[0]),
                    columns[1],
                    Integer.parseInt(columns[2]),
                    Integer.parseInt(columns[3]),
                    columns[4],
                    regions(remarks)));
        }
        return vectors;
    }

    private static List<String> regions(String remarks) {
        Matcher region = REGION.matcher(remarks);
        if (region.find()) {
            return List.of(region.group(1));
        }
        return remarks.contains("default regions") ? PRESIDIO_REGIONS : List.of("US");
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                char escaped = text.charAt(i);
                plain.append(escaped == 't' ? '\t' : escaped == 'n' ? '\n' : escaped);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
