// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.Likelihood;

/** Hears nothing: for what is tried out, and is no record's. */
final class Unheard implements Audit {
    @Override
    public void found(String field, InfoType infoType, Likelihood likelihood) {
        // nobody counts
    }

    @Override
    public void transformed(String field, String transformation) {
        // nobody counts
    }

    @Override
    public void failed(String field, String rule, MaskingException.Code code) {
        // nobody counts
    }

    @Override
    public void drifted(String field, String rule) {
        // nobody counts
    }

    @Override
    public void inspected(int chars) {
        // nobody counts
    }

    @Override
    public void unread(String field) {
        // nobody counts
    }

    @Override
    public void withoutMatch(int rules) {
        // nobody counts
    }
}
