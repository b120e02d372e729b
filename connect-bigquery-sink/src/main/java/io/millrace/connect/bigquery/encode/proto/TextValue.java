// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import java.util.function.Function;

/** STRING, JSON, GEOGRAPHY, INTERVAL: UTF-8. */
final class TextValue extends ValueWriter {
    private final Function<Object, String> texts;

    TextValue(Function<Object, String> texts) {
        super(WireBuffer.LENGTH_DELIMITED);
        this.texts = texts;
    }

    @Override
    void write(int tag, Object value, WireBuffer out) {
        out.text(tag, texts.apply(value));
    }
}
