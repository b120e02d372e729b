// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it hears. */
final class HeardAudit implements Audit {
    private final List<String> heard = new ArrayList<>();

    List<String> heard() {
        return heard;
    }

    @Override
    public void found(String field, InfoType infoType, Likelihood likelihood) {
        heard.add("found " + infoType + " in " + field);
    }

    @Override
    public void transformed(String field, String transformation) {
        heard.add(transformation + " of " + field);
    }

    @Override
    public void failed(String field, String rule, MaskingException.Code code) {
        heard.add(code + " at " + field + " by " + rule);
    }

    @Override
    public void drifted(String field, String rule) {
        heard.add("drift at " + field + " by " + rule);
    }

    @Override
    public void inspected(int chars) {
        // every text is
    }

    @Override
    public void unread(String field) {
        heard.add("unread at " + field);
    }

    @Override
    public void withoutMatch(int rules) {
        heard.add("without match: " + rules);
    }
}
