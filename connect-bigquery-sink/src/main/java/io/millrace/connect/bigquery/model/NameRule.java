// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.model;

import java.util.regex.Pattern;

/** What is done to a topic's or a field's name before it names a table or a column. */
public enum NameRule {
    /** Nothing: a name that BigQuery refuses is an error. */
    NEVER,
    /** Characters that BigQuery refuses become underscores; everything else stays. */
    MINIMAL,
    /** See {@link #strict}. */
    STRICT;

    private static final Pattern NOT_STRICT = Pattern.compile("[^A-Za-z0-9_]");

    /**
     * As KCBQ sanitizes, so that its tables and columns go on: every character but ASCII letters, digits and underscores
     * becomes an underscore, and a leading digit gets one before it.
     */
    public static String strict(String name) {
        String plain = NOT_STRICT.matcher(name).replaceAll("_");
        boolean digitFirst = !plain.isEmpty() && plain.charAt(0) >= '0' && plain.charAt(0) <= '9';
        return digitFirst ? "_" + plain : plain;
    }
}
