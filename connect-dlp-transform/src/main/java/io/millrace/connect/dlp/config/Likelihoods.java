// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import io.millrace.connect.dlp.infotype.Likelihood;
import java.util.Locale;

/** Likelihoods as properties spell them: Cloud DLP's own words, whatever the case. */
final class Likelihoods {
    static final String ACCEPTED = "VERY_UNLIKELY, UNLIKELY, POSSIBLE, LIKELY, VERY_LIKELY";

    private Likelihoods() {}

    static Likelihood parse(String text) {
        try {
            return Likelihood.valueOf(text.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("'" + text + "' is not accepted; accepted: " + ACCEPTED);
        }
    }
}
