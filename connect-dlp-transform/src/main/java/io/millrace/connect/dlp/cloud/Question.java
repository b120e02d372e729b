// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud;

import io.millrace.connect.dlp.rules.Treatment;
import org.jspecify.annotations.Nullable;

/**
 * One field that Cloud DLP masks.
 *
 * @param text the value; payload, so it is never printed
 * @param number whether the field holds a number
 * @param treatment what the rule does
 * @param context the value of the context field; null when the rule names none or the record lacks it
 */
public record Question(
        String text,
        boolean number,
        Treatment treatment,
        @Nullable Object context) {
    @Override
    public String toString() {
        return "Question[***]";
    }
}
