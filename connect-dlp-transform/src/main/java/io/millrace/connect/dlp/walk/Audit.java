// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.Likelihood;

/** Hears what happens to fields: names, counts and codes, never a value nor anything made from one. */
public interface Audit {
    /** Something was found in a text. */
    void found(String field, InfoType infoType, Likelihood likelihood);

    /** A value, or a finding in one, was transformed (or would have been, when only inspecting). */
    void transformed(String field, String transformation);

    /** A field could not be masked and was handled by {@link OnError}. */
    void failed(String field, String rule, MaskingException.Code code);

    /** A value does not look like the infoType its rule expects. */
    void drifted(String field, String rule);

    /** A text was inspected. */
    void inspected(int chars);

    /** Bytes that findings rules cover are no text, and so were left as they are. */
    void unread(String field);

    /** So many rules have matched no field so far. */
    void withoutMatch(int rules);
}
