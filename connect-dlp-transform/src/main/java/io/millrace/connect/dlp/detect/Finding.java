// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.Likelihood;

/**
 * Something sensitive in a text. It carries no quote, so it may be logged and counted.
 *
 * @param infoType what it is
 * @param likelihood how sure that is, after hotwords and adjustments
 * @param chars where it is in UTF-16 units, for {@link String#substring(int, int)}
 * @param codepoints where it is in code points (Cloud DLP's {@code codepointRange})
 * @param bytes where it is in UTF-8 bytes (Cloud DLP's {@code byteRange})
 */
public record Finding(InfoType infoType, Likelihood likelihood, Span chars, Span codepoints, Span bytes) {

    /** The finding that covers both, with this finding's infoType and the surer likelihood. */
    Finding spreadOver(Finding other) {
        return new Finding(
                infoType,
                likelihood.atLeast(other.likelihood) ? likelihood : other.likelihood,
                chars.union(other.chars),
                codepoints.union(other.codepoints),
                bytes.union(other.bytes));
    }
}
