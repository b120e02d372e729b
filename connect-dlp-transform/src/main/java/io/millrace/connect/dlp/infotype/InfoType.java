// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.infotype;

import com.google.re2j.Pattern;

/**
 * The name of a kind of sensitive data, built in or custom, as Cloud DLP spells it.
 *
 * @param name 1 to 64 letters, digits, {@code $}, {@code _} or {@code -}
 */
public record InfoType(String name) implements Comparable<InfoType> {

    // https://cloud.google.com/sensitive-data-protection/docs/reference/rest/v2/InfoType (2026-11)
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9$_-]{1,64}");

    public InfoType {
        if (!NAME.matches(name)) {
            throw new IllegalArgumentException(
                    "infoType " + name + ": a name is 1 to 64 letters, digits, '$', '_' or '-'");
        }
    }

    @Override
    public int compareTo(InfoType other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
