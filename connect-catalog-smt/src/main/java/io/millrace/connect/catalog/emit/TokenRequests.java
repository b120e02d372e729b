// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import io.openlineage.client.transports.TokenProvider;
import java.io.Closeable;
import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * What one transport asks a token server; closing ends it from any thread, whatever the server is at. The library's own
 * client (1.55.0) waits for as long as a server drips, reads an answer without end, repeats it in an error, carries the
 * secret to wherever it is redirected, and logs it.
 */
final class TokenRequests implements Closeable {
    /** A token has a few KB. */
    private static final int MOST_BODY_BYTES = 65_536;

    private static final int TIMEOUT_MS = 5_000;

    private volatile @Nullable CloseableHttpClient client;
    private volatile boolean closed;

    /** A token provider of the library's, in use by one transport after the other. */
    interface Asking extends TokenProvider {
        /** What it asks from now on, for the transport that is built now. */
        TokenRequests renew();
    }

    /** A client for one request; one that is closed already when these are. */
    CloseableHttpClient client() {
        CloseableHttpClient made = QuietClient.with(TIMEOUT_MS, null)
                .addExecInterceptorFirst("bound", TokenRequests::bound)
                .build();
        client = made;
        if (closed) {
            made.close(CloseMode.IMMEDIATE);
        }
        return made;
    }

    @Override
    public void close() {
        closed = true;
        CloseableHttpClient current = client;
        if (current != null) {
            current.close(CloseMode.IMMEDIATE);
        }
    }

    private static ClassicHttpResponse bound(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse answer = chain.proceed(request, scope);
        if (answer.getCode() / 100 != 2) {
            answer.close();
            throw new IOException("the token server answers " + answer.getCode());
        }
        HttpEntity body = answer.getEntity();
        byte[] content = body == null ? new byte[0] : body.getContent().readNBytes(MOST_BODY_BYTES + 1);
        if (content.length > MOST_BODY_BYTES) {
            answer.close();
            throw new IOException("the token server's answer is longer than " + MOST_BODY_BYTES + " bytes");
        }
        answer.setEntity(new ByteArrayEntity(content, ContentType.APPLICATION_JSON));
        return answer;
    }
}
