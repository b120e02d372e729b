// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.transports.HttpTransport;
import io.openlineage.client.transports.Transport;
import java.io.IOException;

/** An HTTP transport whose end is the end of its token requests, too. */
final class HttpWithTokens extends Transport {
    private final HttpTransport http;
    private final TokenRequests tokens;

    HttpWithTokens(HttpTransport http, TokenRequests tokens) {
        this.http = http;
        this.tokens = tokens;
    }

    @Override
    public void emit(OpenLineage.RunEvent event) {
        http.emit(event);
    }

    @Override
    public void emit(OpenLineage.DatasetEvent event) {
        http.emit(event);
    }

    @Override
    public void emit(OpenLineage.JobEvent event) {
        http.emit(event);
    }

    @Override
    public void close() throws IOException {
        tokens.close();
        http.close();
    }
}
