// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.google;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.apache.v2.ApacheHttpTransport;
import io.grpc.HttpConnectProxiedSocketAddress;
import io.grpc.ProxyDetector;
import java.net.InetSocketAddress;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.auth.AuthScope;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.impl.client.BasicCredentialsProvider;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.conn.DefaultProxyRoutePlanner;
import org.apache.http.protocol.HttpContext;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy between the worker and Google, for one connector only: nothing here touches the JVM's own settings.
 * Loopback addresses and the machine's own metadata server are reached without it.
 *
 * @param endpoint the proxy's own address
 * @param username null for a proxy that asks for none
 * @param password null exactly where username is
 */
public record Proxy(
        Endpoint endpoint,
        @Nullable String username,
        @Nullable Password password) {
    private static final int MOST_CONNECTIONS = 20;

    /** A transport for Google's REST clients and for the token requests of credentials. */
    public HttpTransport transport() {
        return transport(MOST_CONNECTIONS);
    }

    /** The same with a pool of so many connections. */
    HttpTransport transport(int connections) {
        HttpHost host = new HttpHost(endpoint.host(), endpoint.port(), endpoint.plaintext() ? "http" : "https");
        HttpClientBuilder client = ApacheHttpTransport.newDefaultHttpClientBuilder()
                .setConnectionManager(SilentConnections.atMost(connections))
                .addInterceptorLast(BoundedAnswers.interceptor())
                .setRoutePlanner(new DefaultProxyRoutePlanner(host) {
                    @Override
                    protected @Nullable HttpHost determineProxy(
                            HttpHost target, HttpRequest request, HttpContext context) throws HttpException {
                        // Plaintext is never Google's: whoever chose the proxy would read what the operator allowed.
                        boolean plaintext = "http".equalsIgnoreCase(target.getSchemeName());
                        return plaintext || isDirect(target.getHostName())
                                ? null
                                : super.determineProxy(target, request, context);
                    }
                });
        if (username != null && password != null) {
            BasicCredentialsProvider credentials = new BasicCredentialsProvider();
            credentials.setCredentials(
                    new AuthScope(host), new UsernamePasswordCredentials(username, password.value()));
            client.setDefaultCredentialsProvider(credentials);
        }
        return new ApacheHttpTransport(client.build());
    }

    /** This machine, and what only this machine has: the metadata server that gives default credentials. */
    private static boolean isDirect(String host) {
        return Endpoint.isLoopback(host) || host.equals("169.254.169.254") || host.equals("metadata.google.internal");
    }

    /** The same for gRPC channels. */
    public ProxyDetector detector() {
        return target -> target instanceof InetSocketAddress address && !isDirect(address.getHostString())
                ? HttpConnectProxiedSocketAddress.newBuilder()
                        .setProxyAddress(new InetSocketAddress(endpoint.host(), endpoint.port()))
                        .setTargetAddress(address)
                        .setUsername(username)
                        .setPassword(password == null ? null : password.value())
                        .build()
                : null;
    }
}
