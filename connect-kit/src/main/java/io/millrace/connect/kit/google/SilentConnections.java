// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.google;

import org.apache.http.conn.HttpClientConnectionManager;
import org.apache.http.conn.HttpConnectionFactory;
import org.apache.http.conn.ManagedHttpClientConnection;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.impl.conn.DefaultManagedHttpClientConnection;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;

/** Connections of Apache's client that log nothing: its own log headers, with tokens in them, and contents at DEBUG. */
final class SilentConnections {
    private static final int BUFFER_BYTES = 8 * 1024;

    private SilentConnections() {}

    /** A pool of so many at most, to whichever hosts. */
    static HttpClientConnectionManager atMost(int most) {
        PoolingHttpClientConnectionManager connections =
                new PoolingHttpClientConnectionManager((HttpConnectionFactory<HttpRoute, ManagedHttpClientConnection>)
                        (route, config) -> new DefaultManagedHttpClientConnection("google", BUFFER_BYTES));
        connections.setMaxTotal(most);
        connections.setDefaultMaxPerRoute(most);
        return connections;
    }
}
