// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.ChannelPoolSettings;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.FixedHeaderProvider;
import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.storage.Storage;
import com.google.auth.Credentials;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteSettings;
import io.grpc.ManagedChannelBuilder;
import io.millrace.connect.bigquery.config.Connection;
import io.millrace.connect.kit.google.Endpoint;
import io.millrace.connect.kit.worker.PluginVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;

/** Builds the Google clients of one connector, sharing nothing with any other: no pool, no default, no JVM property. */
final class GoogleClients {
    /** TCP connections to the Storage Write API, over which append connections are spread. */
    private static final int CHANNELS = 4;

    private static final Duration KEEP_ALIVE = Duration.ofMinutes(1);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(20);

    private final Connection connection;
    private final Optional<Credentials> credentials;

    private GoogleClients(Connection connection, Optional<Credentials> credentials) {
        this.connection = connection;
        this.credentials = credentials;
    }

    /**
     * Reads the credentials.
     *
     * @throws ConfigException if they cannot be used
     */
    static GoogleClients of(Connection connection) {
        try {
            return new GoogleClients(
                    connection, connection.access().credentials().map(Credentials.class::cast));
        } catch (IOException | IllegalArgumentException refused) {
            throw new ConfigException("credentials.source: " + refused.getMessage());
        }
    }

    /** BigQuery's REST API, for what should be answered soon. */
    Bigquery bigquery() {
        return bigquery(connection, credentials, READ_TIMEOUT);
    }

    /** The same, for rows: so many calls at a time, which may take so long. */
    Bigquery inserts(Duration timeout, int calls) {
        return bigquery(connection.access().pooled(calls), connection, credentials, timeout);
    }

    /** Cloud Storage. */
    Storage cloudStorage() {
        return cloudStorage(connection, credentials, READ_TIMEOUT);
    }

    /** BigQuery's REST API with these credentials. */
    static Bigquery bigquery(Connection connection, Optional<? extends Credentials> credentials, Duration timeout) {
        return bigquery(connection.access().transport().create(), connection, credentials, timeout);
    }

    private static Bigquery bigquery(
            HttpTransport transport,
            Connection connection,
            Optional<? extends Credentials> credentials,
            Duration timeout) {
        Bigquery.Builder builder = new Bigquery.Builder(
                        transport, GsonFactory.getDefaultInstance(), authorized(credentials, timeout))
                .setApplicationName(product());
        Endpoint endpoint = connection.bigquery();
        if (endpoint != null) {
            builder.setRootUrl(endpoint + "/");
        }
        return builder.build();
    }

    /** As {@link #bigquery(Connection, Optional, Duration)}, for Cloud Storage. */
    static Storage cloudStorage(Connection connection, Optional<? extends Credentials> credentials, Duration timeout) {
        Storage.Builder builder = new Storage.Builder(
                        connection.access().transport().create(),
                        GsonFactory.getDefaultInstance(),
                        authorized(credentials, timeout))
                .setApplicationName(product());
        Endpoint endpoint = connection.cloudStorage();
        if (endpoint != null) {
            builder.setRootUrl(endpoint + "/");
        }
        return builder.build();
    }

    private static HttpRequestInitializer authorized(Optional<? extends Credentials> credentials, Duration timeout) {
        HttpRequestInitializer authorized = credentials
                .<HttpRequestInitializer>map(HttpCredentialsAdapter::new)
                .orElse(request -> {});
        return request -> {
            authorized.initialize(request);
            request.setConnectTimeout((int) Math.min(CONNECT_TIMEOUT.toMillis(), timeout.toMillis()));
            request.setReadTimeout((int) timeout.toMillis());
        };
    }

    /** The Storage Write API. */
    BigQueryWriteClient storage() {
        InstantiatingGrpcChannelProvider.Builder channels = BigQueryWriteSettings.defaultGrpcTransportProviderBuilder()
                .setKeepAliveTimeDuration(KEEP_ALIVE)
                .setKeepAliveTimeoutDuration(KEEP_ALIVE)
                .setKeepAliveWithoutCalls(true)
                .setChannelPoolSettings(ChannelPoolSettings.staticallySized(CHANNELS))
                .setChannelConfigurator(this::configured);
        CredentialsProvider provider = credentials
                .<CredentialsProvider>map(FixedCredentialsProvider::create)
                .orElseGet(NoCredentialsProvider::create);
        BigQueryWriteSettings.Builder settings = BigQueryWriteSettings.newBuilder()
                .setTransportChannelProvider(channels.build())
                .setHeaderProvider(FixedHeaderProvider.create("user-agent", product()))
                .setCredentialsProvider(provider);
        Endpoint endpoint = connection.bigqueryStorage();
        if (endpoint != null) {
            settings.setEndpoint(endpoint.authority());
        }
        try {
            return BigQueryWriteClient.create(settings.build());
        } catch (IOException failed) {
            throw new ConnectException("the Storage Write client could not be made", failed);
        }
    }

    /** What Google's logs call us. */
    static String product() {
        return "Millrace/" + PluginVersion.of(GoogleClients.class);
    }

    @SuppressWarnings("rawtypes") // gax's own signature
    private ManagedChannelBuilder configured(ManagedChannelBuilder channel) {
        Endpoint endpoint = connection.bigqueryStorage();
        if (endpoint != null && endpoint.plaintext()) {
            channel.usePlaintext();
        }
        if (connection.access().proxy() != null) {
            channel.proxyDetector(connection.access().proxy().detector());
        }
        return channel;
    }
}
