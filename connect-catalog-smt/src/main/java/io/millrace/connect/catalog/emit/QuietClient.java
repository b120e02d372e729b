// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** A client that logs nothing, follows nobody, and waits so long for each read; by the JVM's proxy, if it has one. */
final class QuietClient {
    private QuietClient() {}

    /** @param context null for the JVM's own keys */
    static HttpClientBuilder with(int timeoutMs, @Nullable SSLContext context) {
        Timeout timeout = Timeout.ofMilliseconds(timeoutMs);
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(QuietConnection::on)
                .setDefaultSocketConfig(
                        SocketConfig.custom().setSoTimeout(timeout).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setSocketTimeout(timeout)
                        .setConnectTimeout(timeout)
                        .build());
        if (context != null) {
            connections.setTlsSocketStrategy(new DefaultClientTlsStrategy(context));
        }
        return HttpClientBuilder.create()
                .setConnectionManager(connections.build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout)
                        .setResponseTimeout(timeout)
                        .build())
                .setRoutePlanner(new SystemDefaultRoutePlanner(null))
                .disableRedirectHandling()
                .disableAutomaticRetries(); // whoever sends knows when to send again
    }
}
