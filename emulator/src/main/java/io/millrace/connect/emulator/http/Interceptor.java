// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.http;

import java.io.IOException;

/**
 * Stands around every request, parts of a batch included: may wait, throw an {@link ApiException} instead of calling
 * {@code next} (refused, nothing applied), or call it and then throw {@link ConnectionDropped} (applied, answer lost).
 */
@FunctionalInterface
public interface Interceptor {
    Response intercept(Request request, Handler next) throws IOException;

    /** Lets everything pass. */
    static Interceptor none() {
        return (request, next) -> next.handle(request);
    }
}
