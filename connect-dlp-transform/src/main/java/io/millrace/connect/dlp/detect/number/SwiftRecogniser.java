// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.SWIFT_CODE;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Bank identifiers (ISO 9362): bank, country and location, and possibly a branch. */
public final class SwiftRecogniser implements Recogniser {

    private final WordIndex countries;

    public SwiftRecogniser() {
        List<String> codes = new ArrayList<>(List.of("xk"));
        for (String country : Locale.getISOCountries()) {
            codes.add(country.toLowerCase(Locale.ROOT));
        }
        countries = new WordIndex(codes);
    }

    @Override
    public int at(Scan scan, int start) {
        if (!Chars.isUpper(scan.at(start + 1)) || Chars.isWord(scan.at(start - 1)) || scan.at(start - 1) == '_') {
            return start + 1;
        }
        int end = start;
        boolean code = true;
        while (end - start < 12 && Chars.isAlnum(scan.at(end))) {
            code &= end - start < 6 ? Chars.isUpper(scan.at(end)) : !Chars.isLower(scan.at(end));
            end++;
        }
        boolean fits = code && (end - start == 8 || end - start == 11);
        if (fits
                && !Chars.isWord(scan.at(end))
                && scan.at(end) != '_'
                && countries.contains(scan.chars(), start + 4, start + 6)) {
            scan.report(SWIFT_CODE, Likelihood.UNLIKELY, start, end);
        }
        return start + 1;
    }
}
