// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpTransport;
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
import io.millrace.connect.bigquery.plan.Google;
import io.millrace.connect.bigquery.plan.Plan;
import io.millrace.connect.kit.google.BoundedAnswers;
import io.millrace.connect.kit.google.Endpoint;
import io.millrace.connect.kit.worker.PluginVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the Google clients of one connector, sharing nothing with any other: no pool, no default, no JVM property. */
final class GoogleClients implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GoogleClients.class);

    /** TCP connections to the Storage Write API, over which append connections are spread. */
    private static final int CHANNELS = 4;

    private static final Duration KEEP_ALIVE = Duration.ofMinutes(1);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(20);

    /** As many as a task has threads that ask, and more. */
    private static final int CONNECTIONS = 64;

    private final Connection connection;
    private final Optional<Credentials> credentials;
    private final HttpTransport rest;

    private GoogleClients(Connection connection, Optional<Credentials> credentials) {
        this.connection = connection;
        this.credentials = credentials;
        this.rest = connection.access().pooled(CONNECTIONS);
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

    /** Gives back the connections of {@link #bigquery} and {@link #cloudStorage}. */
    @Override
    public void close() {
        try {
            rest.shutdown();
        } catch (IOException unclosed) {
            LOG.debug("a transport could not be closed", unclosed);
        }
    }

    /** BigQuery's REST API, for what should be answered soon. */
    Bigquery bigquery() {
        return bigquery(rest, connection, credentials, READ_TIMEOUT);
    }

    /** The same, for rows: so many calls at a time, which may take so long. */
    Bigquery inserts(Duration timeout, int calls) {
        return bigquery(connection.access().pooled(calls), connection, credentials, timeout);
    }

    /** Cloud Storage. */
    Storage cloudStorage() {
        return cloudStorage(rest, connection, credentials, READ_TIMEOUT);
    }

    /** What a plan asks, with these credentials; to be closed. */
    static Google asking(Connection connection, Optional<? extends Credentials> credentials, Duration timeout) {
        HttpTransport transport = connection.access().pooled(Plan.THREADS);
        return new Google(
                bigquery(transport, connection, credentials, timeout),
                cloudStorage(transport, connection, credentials, timeout));
    }

    private static Bigquery bigquery(
            HttpTransport transport,
            Connection connection,
            Optional<? extends Credentials> credentials,
            Duration timeout) {
        Bigquery.Builder builder = new Bigquery.Builder(
                        transport, BoundedAnswers.json(), authorized(credentials, timeout))
                .setApplicationName(product());
        Endpoint endpoint = connection.bigquery();
        if (endpoint != null) {
            builder.setRootUrl(endpoint + "/");
        }
        return builder.build();
    }

    private static Storage cloudStorage(
            HttpTransport transport,
            Connection connection,
            Optional<? extends Credentials> credentials,
            Duration timeout) {
        Storage.Builder builder = new Storage.Builder(
                        transport, BoundedAnswers.json(), authorized(credentials, timeout))
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
            // Neither Google's API nor an emulator sends on; whoever does may mean an address that nobody allowed.
            request.setFollowRedirects(false);
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
