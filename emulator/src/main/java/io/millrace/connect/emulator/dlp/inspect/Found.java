// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.inspect;

import com.google.privacy.dlp.v2.Likelihood;

/** Something of an infoType in a text. */
public record Found(String infoType, Likelihood likelihood, Span span) {
    Found with(Likelihood adjusted) {
        return new Found(infoType, adjusted, span);
    }
}
