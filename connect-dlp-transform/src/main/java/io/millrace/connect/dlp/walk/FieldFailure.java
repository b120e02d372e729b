// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.field.MaskingException;
import org.apache.kafka.connect.errors.DataException;

/** Under {@code on.error=fail}: names topic, field, rule and code. No value, no cause, no stack trace of foreign code. */
public final class FieldFailure extends DataException {
    private static final long serialVersionUID = 1L;

    FieldFailure(String topic, String field, String rule, MaskingException.Code code) {
        super("topic " + topic + ": field " + field + " could not be masked by rule " + rule + " ("
                + new MaskingException(code).getMessage()
                + "); see on.error for ways to go on without the field");
    }
}
