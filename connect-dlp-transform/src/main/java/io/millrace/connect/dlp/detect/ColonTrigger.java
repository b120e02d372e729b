// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import io.millrace.connect.dlp.detect.network.ColonAddressRecogniser;
import io.millrace.connect.dlp.detect.network.UrlRecogniser;
import io.millrace.connect.dlp.detect.secret.LabelRecogniser;
import io.millrace.connect.dlp.detect.secret.UserInfoRecogniser;
import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import org.jspecify.annotations.Nullable;

/**
 * Asks those that look at colons, the commonest mark of a document, only where the next character can interest them.
 *
 * @param urls null when not wanted, as the others
 */
record ColonTrigger(
        @Nullable UrlRecogniser urls,
        @Nullable UserInfoRecogniser users,
        @Nullable ColonAddressRecogniser addresses,
        @Nullable LabelRecogniser labels)
        implements Recogniser {

    @Override
    public int at(Scan scan, int colon) {
        char next = scan.at(colon + 1);
        if (urls != null && next == '/') {
            urls.at(scan, colon);
        }
        if (users != null && next == '/') {
            users.at(scan, colon);
        }
        if (addresses != null && (next == ':' || Chars.isHex(next))) {
            addresses.at(scan, colon);
        }
        if (labels != null) {
            labels.at(scan, colon);
        }
        return colon + 1;
    }
}
