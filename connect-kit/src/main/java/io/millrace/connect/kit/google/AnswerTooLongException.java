// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.google;

import java.io.IOException;

/** An answer has more bytes than are read of any; see {@link BoundedAnswers}. */
public final class AnswerTooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    AnswerTooLongException(long most) {
        super("the answer is longer than " + most + " bytes");
    }
}
