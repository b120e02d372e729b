// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.inspect;

import com.google.privacy.dlp.v2.Likelihood;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Finds the places of one infoType. */
@FunctionalInterface
interface Detector {
    /** Tells each place and how likely it is one, in the text's order. */
    void find(String text, BiConsumer<Span, Likelihood> found);

    /** The places alone. */
    default List<Span> spans(String text) {
        List<Span> spans = new ArrayList<>();
        find(text, (span, likelihood) -> spans.add(span));
        return spans;
    }
}
