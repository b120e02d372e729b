// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import java.util.Locale;
import java.util.regex.Pattern;

/** {@code _CHANGE_SEQUENCE_NUMBER}: up to 4 sections of up to 16 hex digits, joined by slashes. */
public final class ChangeSequence {
    private static final Pattern FORM = Pattern.compile("[0-9A-Fa-f]{1,16}(/[0-9A-Fa-f]{1,16}){0,3}");

    private ChangeSequence() {}

    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /** Text that sorts as the sections do, each as an unsigned number. */
    static String sortable(String text) {
        if (!isValid(text)) {
            throw WarehouseException.invalid(
                    "_CHANGE_SEQUENCE_NUMBER is not 1 to 4 sections of 1 to 16 hexadecimal digits separated by '/'");
        }
        StringBuilder sortable = new StringBuilder();
        for (String section : text.split("/", -1)) {
            sortable.append("0".repeat(16 - section.length())).append(section.toLowerCase(Locale.ROOT));
        }
        return sortable.toString();
    }
}
