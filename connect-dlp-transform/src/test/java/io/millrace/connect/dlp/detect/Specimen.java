// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import io.millrace.connect.dlp.detect.text.LineResource;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import java.util.List;

/**
 * One valid value of an infoType, with the words that it is labelled with; {@code specimens.tsv} has at least one of each.
 *
 * @param groups what the value has separators between; one where it has none
 * @param separator the usual one
 */
public record Specimen(BuiltInInfoType type, String label, List<String> groups, String separator) {

    /** All of them. */
    public static List<Specimen> all() {
        List<String> lines = LineResource.read(Specimen.class, "specimens.tsv");
        return lines.subList(1, lines.size()).stream().map(Specimen::of).toList();
    }

    private static Specimen of(String line) {
        String[] columns = line.split("\t", -1);
        String value = columns[2].replace("\\n", "\n");
        boolean grouped = !columns[3].isEmpty();
        return new Specimen(
                BuiltInInfoType.valueOf(columns[0]),
                columns[1],
                grouped ? List.of(value.split(" ")) : List.of(value),
                columns[3].replace('_', ' '));
    }

    public boolean isGrouped() {
        return groups.size() > 1;
    }

    /** In its usual form. */
    public String value() {
        return String.join(separator, groups);
    }

    /** Without separators. */
    public String bare() {
        return String.join("", groups);
    }

    /** With its mark. */
    public String labelMark() {
        return label.contains(":") ? label : label + ":";
    }

    /** True for what stands on the line of its label. */
    public boolean isCredential() {
        return switch (type) {
            case AUTH_TOKEN,
                    PASSWORD,
                    OAUTH_CLIENT_SECRET,
                    XSRF_TOKEN,
                    AZURE_AUTH_TOKEN,
                    HTTP_COOKIE,
                    BASIC_AUTH_HEADER -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return type + " " + labelMark() + " " + value();
    }
}
