// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.openlineage.client.transports.OAuth2ClientCredentialsTokenProvider;
import java.net.URI;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/** {@code auth.type=oauth2} as the library has it, but for how the token server is asked. */
final class OAuth2Tokens extends OAuth2ClientCredentialsTokenProvider implements TokenRequests.Asking {
    private volatile TokenRequests requests = new TokenRequests();

    @JsonCreator
    OAuth2Tokens(
            @JsonProperty("clientId") String clientId,
            @JsonProperty("clientSecret") String clientSecret,
            @JsonProperty("tokenEndpoint") URI tokenEndpoint) {
        super(clientId, clientSecret, tokenEndpoint);
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
