// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import io.millrace.connect.bigquery.model.NameRule;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The names of columns. Only what BigQuery refuses is changed: flexible column names allow every letter, mark, digit,
 * dash and connector of Unicode, white space and some signs (cloud.google.com/bigquery/docs/schemas#flexible-column-names, 2026-08).
 */
public final class ColumnNames {
    /** The field of the record that stands for an inner array, an array of arrays being impossible. */
    public static final String LIST = "list";

    /** The field of the record that stands for an array's element where elements may be null. */
    public static final String ELEMENT = "element";

    /** The fields of the record that stands for a map's entry. */
    public static final String KEY = "key";

    public static final String VALUE = "value";

    /** With {@link #VALUE} a field of the record that stands for a decimal in two parts. */
    public static final String SCALE = "scale";

    private static final int LONGEST = 300;
    private static final String SIGNS = "&%=+:'<>#|";
    private static final List<String> RESERVED = List.of(
            "_TABLE_",
            "_FILE_",
            "_PARTITION",
            "_ROW_TIMESTAMP",
            "__ROOT__",
            "_COLIDENTIFIER",
            "_CHANGE_SEQUENCE_NUMBER",
            "_CHANGE_TYPE",
            "_CHANGE_TIMESTAMP");

    private final NameRule rule;

    public ColumnNames(ColumnSettings settings) {
        this.rule = settings.names();
    }

    /**
     * The column for a field.
     *
     * @throws DataException if BigQuery has no such name and names may not be changed, or it is too long
     */
    public String of(String field) {
        String name = rule == NameRule.STRICT ? NameRule.strict(field) : field;
        if (isAllowed(name)) {
            return ensureShort(name);
        }
        if (rule == NameRule.NEVER) {
            throw new DataException("field " + field + " has a name that BigQuery refuses; set name.sanitize=true, or "
                    + "rename it with a transform");
        }
        return ensureShort(sanitized(name));
    }

    private static String ensureShort(String name) {
        if (name.length() > LONGEST) {
            throw new DataException("field " + name.substring(0, 40) + "… has a name of " + name.length()
                    + " characters, BigQuery takes " + LONGEST + "; rename it with a transform");
        }
        return name;
    }

    /** Notes that a field becomes a column among its siblings, which must be the only field that does. */
    static void claim(Map<String, String> claimed, String column, String field) {
        @Nullable String other = claimed.put(column, field);
        if (other != null) {
            throw new DataException("fields " + other + " and " + field + " both become column " + column
                    + ", names being equal but for case or for what BigQuery refuses; rename one with a transform");
        }
    }

    /** An empty map for {@link #claim}. */
    static Map<String, String> claims() {
        return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }

    private static boolean isAllowed(String name) {
        return !name.isEmpty() && !isReserved(name) && name.codePoints().allMatch(ColumnNames::isAllowed);
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z')
                || SIGNS.indexOf(c) >= 0
                || Character.isLetterOrDigit(c)
                || c == ' '
                || switch (Character.getType(c)) {
                    case Character.NON_SPACING_MARK,
                            Character.COMBINING_SPACING_MARK,
                            Character.ENCLOSING_MARK,
                            Character.LETTER_NUMBER,
                            Character.OTHER_NUMBER,
                            Character.CONNECTOR_PUNCTUATION,
                            Character.DASH_PUNCTUATION,
                            Character.SPACE_SEPARATOR -> true;
                    default -> false;
                };
    }

    private static boolean isReserved(String name) {
        return RESERVED.stream().anyMatch(name.toUpperCase(Locale.ROOT)::startsWith);
    }

    private static String sanitized(String field) {
        StringBuilder name = new StringBuilder(field.length() + 1);
        field.codePoints().forEach(c -> name.appendCodePoint(isAllowed(c) ? c : '_'));
        if (name.isEmpty() || isReserved(name.toString())) {
            name.insert(0, '_'); // one underscore more and the prefix is no longer reserved
        }
        return name.toString();
    }
}
