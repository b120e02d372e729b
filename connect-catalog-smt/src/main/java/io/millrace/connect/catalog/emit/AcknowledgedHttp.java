// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import io.openlineage.client.transports.HttpConfig;
import io.openlineage.client.transports.HttpProxyConfig;
import io.openlineage.client.transports.HttpSslContextConfig;
import io.openlineage.client.transports.HttpTransport;
import io.openlineage.client.transports.HttpTransportResponseException;
import io.openlineage.client.transports.Transport;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.routing.DefaultProxyRoutePlanner;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.ssl.SSLContextBuilder;
import org.apache.hc.core5.ssl.SSLContexts;
import org.jspecify.annotations.Nullable;

/**
 * The library's HTTP transport over a client of ours. The library's own (1.55.0) follows a redirect as GET, without the
 * event, and takes a login page's 200, and any other answer below 400, for a receipt; on 204 it fails for want of a body.
 * Here an event is taken when the address that was configured answers 2xx, and no key is carried to another.
 */
final class AcknowledgedHttp {
    /** The library's, where {@code timeoutInMillis} is not set. */
    private static final int USUAL_TIMEOUT_MS = 5_000;

    /** The library's, where a proxy has no port. */
    private static final int USUAL_PROXY_PORT = 8_080;

    /** Nobody reads an answer's body; up to this much of it is passed over, so that the connection can be used again. */
    private static final int MOST_BODY_BYTES = 65_536;

    private AcknowledgedHttp() {}

    static Transport transport(HttpConfig config) {
        HttpTransport http = http(config);
        return config.getAuth() instanceof TokenRequests.Asking tokens
                ? new HttpWithTokens(http, tokens.renew())
                : http;
    }

    private static HttpTransport http(HttpConfig config) {
        if ("unix".equalsIgnoreCase(config.getUrl().getScheme())) {
            return new HttpTransport(config); // a socket file on this machine leads nowhere else
        }
        return new HttpTransport(client(config), config);
    }

    private static CloseableHttpClient client(HttpConfig config) {
        int timeoutMs = Objects.requireNonNullElse(config.getTimeoutInMillis(), USUAL_TIMEOUT_MS);
        return QuietClient.with(timeoutMs, context(config.getSslContextConfig()))
                .setRoutePlanner(route(config.getProxyConfig()))
                .addExecInterceptorFirst("acknowledge", AcknowledgedHttp::acknowledge)
                .build();
    }

    private static ClassicHttpResponse acknowledge(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse answer = chain.proceed(request, scope);
        int status = answer.getCode();
        boolean whole = passOver(answer.getEntity());
        if (!whole) {
            answer.close();
        }
        if (status / 100 != 2) {
            throw new HttpTransportResponseException(status, "");
        }
        answer.setEntity(new StringEntity("", ContentType.TEXT_PLAIN));
        return answer;
    }

    private static boolean passOver(@Nullable HttpEntity body) throws IOException {
        if (body == null) {
            return true;
        }
        InputStream content = body.getContent();
        return content == null || content.readNBytes(MOST_BODY_BYTES).length < MOST_BODY_BYTES;
    }

    private static @Nullable SSLContext context(@Nullable HttpSslContextConfig config) {
        if (config == null || config.getKeyStoreType() == null || config.getKeyStorePath() == null) {
            return null;
        }
        try {
            SSLContextBuilder builder = SSLContexts.custom().setKeyStoreType(config.getKeyStoreType());
            builder.loadKeyMaterial(
                    new File(config.getKeyStorePath()),
                    letters(config.getStorePassword()),
                    letters(config.getKeyPassword()));
            return builder.build();
        } catch (GeneralSecurityException | IOException e) {
            // The library goes on without the key, and every send is refused for another reason.
            throw new IllegalStateException("transport.sslContext: the key store cannot be read", e);
        }
    }

    private static char @Nullable [] letters(@Nullable String password) {
        return password == null ? null : password.toCharArray();
    }

    private static HttpRoutePlanner route(@Nullable HttpProxyConfig proxy) {
        if (proxy == null || proxy.getHost() == null) {
            return new SystemDefaultRoutePlanner(null);
        }
        int port = Objects.requireNonNullElse(proxy.getPort(), USUAL_PROXY_PORT);
        List<String> direct = Arrays.stream(
                        Objects.requireNonNullElse(proxy.getNonProxyHosts(), "").split(",", -1))
                .map(host -> host.trim().toLowerCase(Locale.ROOT))
                .filter(host -> !host.isEmpty())
                .toList();
        return new DefaultProxyRoutePlanner(new HttpHost(proxy.getHost(), port)) {
            @Override
            protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) throws HttpException {
                String host = target.getHostName().toLowerCase(Locale.ROOT);
                boolean goesDirect = direct.stream()
                        .anyMatch(each -> each.startsWith("*") ? host.endsWith(each.substring(1)) : host.equals(each));
                return goesDirect ? null : super.determineProxy(target, context);
            }
        };
    }
}
