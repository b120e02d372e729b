// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.jspecify.annotations.Nullable;

/**
 * A connection that logs nothing, and takes a head of a few hundred lines: the library's (5.6) writes headers, keys and tokens
 * among them, and contents at DEBUG, and reads a header without an end until the memory has one.
 */
final class QuietConnection extends DefaultManagedHttpClientConnection {
    private static final int LONGEST_LINE = 16_384;
    private static final int MOST_LINES = 200;
    private static final Http1Config BOUNDED = Http1Config.custom()
            .setMaxLineLength(LONGEST_LINE)
            .setMaxHeaderCount(MOST_LINES)
            .build();

    private QuietConnection() {
        super("catalog", null, null, BOUNDED, null, null, null, null);
    }

    /** @param socket null for one that is bound later */
    static QuietConnection on(@Nullable Socket socket) throws IOException {
        QuietConnection connection = new QuietConnection();
        if (socket != null) {
            connection.bind(socket);
        }
        return connection;
    }

    @Override
    public void bind(Socket socket) throws IOException {
        bind(new SocketHolder(socket));
    }

    @Override
    public void bind(SSLSocket secured, Socket socket) throws IOException {
        bind(new SocketHolder(secured, socket));
    }

    @Override
    protected void onRequestSubmitted(ClassicHttpRequest request) {}

    @Override
    protected void onResponseReceived(ClassicHttpResponse response) {}
}
