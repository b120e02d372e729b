// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.google;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps Google's HTTP client from logging requests and answers, token requests among them, at its more talkative levels,
 * also where an operator hands java.util.logging on to the worker's log; and the JDK's client below it, which logs headers
 * with tokens in them.
 */
public final class QuietRequests {
    // Fields, since java.util.logging forgets the level of a logger that nobody holds
    private static final Logger REQUESTS = Logger.getLogger("com.google.api.client.http.HttpTransport");

    private static final Logger HEADERS = Logger.getLogger("sun.net.www.protocol.http.HttpURLConnection");

    private QuietRequests() {}

    /** Call before the first request is made. */
    public static void ensure() {
        REQUESTS.setLevel(Level.INFO);
        HEADERS.setLevel(Level.INFO);
    }
}
