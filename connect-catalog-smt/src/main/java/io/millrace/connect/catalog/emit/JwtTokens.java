// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.openlineage.client.transports.JwtTokenProvider;
import java.net.URI;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/** {@code auth.type=jwt} as the library has it, but for how the token server is asked. */
final class JwtTokens extends JwtTokenProvider implements TokenRequests.Asking {
    private volatile TokenRequests requests = new TokenRequests();

    @JsonCreator
    JwtTokens(@JsonProperty("apiKey") String apiKey, @JsonProperty("tokenEndpoint") URI tokenEndpoint) {
        super(apiKey, tokenEndpoint);
    }

    @Override
    public TokenRequests renew() {
        requests = new TokenRequests();
        return requests;
    }

    @Override
    protected CloseableHttpClient createHttpClient() {
        return requests.client();
    }
}
