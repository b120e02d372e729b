// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.http;

import java.io.IOException;

/** Answers one request; throws {@link ApiException} for what Google would answer with an error. */
@FunctionalInterface
public interface Handler {
    Response handle(Request request) throws IOException;
}
