// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud.client;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.dlp.v2.DlpServiceClient;
import com.google.cloud.dlp.v2.DlpServiceSettings;
import io.millrace.connect.dlp.cloud.CloudEngine;
import io.millrace.connect.dlp.cloud.CloudSettings;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import io.millrace.connect.kit.google.Endpoint;
import io.millrace.connect.kit.google.GoogleOptions;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Opens Cloud DLP for the transform; named in META-INF/services. */
public final class DlpCloudEngineProvider implements CloudEngine.Provider {
    private static final String PREFIX = "cloud.";

    /** For ServiceLoader. */
    public DlpCloudEngineProvider() {}

    @Override
    public CloudEngine open(CloudSettings settings, InspectSettings inspect, Function<@Nullable String, byte[]> keys) {
        QuietFrames.ensure();
        GoogleOptions options = new GoogleOptions(PREFIX);
        OptionValues values = OptionValues.parse(
                OptionGroup.configDef(List.of(new OptionGroup("Cloud", options.all()))), settings.access());
        try {
            DlpServiceClient client = DlpServiceClient.create(clientSettings(
                    settings, options, values, options.read(values).credentials()));
            return new DlpCloudEngine(client, settings, InspectProtos.of(inspect), new TransformationProtos(keys));
        } catch (IOException | IllegalArgumentException refused) {
            throw new ConfigException("cloud.credentials.source: " + refused.getMessage());
        }
    }

    private static DlpServiceSettings clientSettings(
            CloudSettings settings, GoogleOptions options, OptionValues values, Optional<GoogleCredentials> credentials)
            throws IOException {
        DlpServiceSettings.Builder builder = DlpServiceSettings.newBuilder();
        builder.setCredentialsProvider(
                credentials.isPresent()
                        ? FixedCredentialsProvider.create(credentials.get())
                        : NoCredentialsProvider.create());
        // One attempt: Connect retries the record, so a call that hangs costs one time-out and not several.
        builder.deidentifyContentSettings().setSimpleTimeoutNoRetriesDuration(settings.timeout());
        builder.inspectContentSettings().setSimpleTimeoutNoRetriesDuration(settings.timeout());
        if (!settings.endpoint().isEmpty()) {
            Endpoint endpoint = endpoint(settings.endpoint(), options, values);
            builder.setEndpoint(endpoint.authority());
            if (endpoint.plaintext()) {
                builder.setTransportChannelProvider(InstantiatingGrpcChannelProvider.newBuilder()
                        .setEndpoint(endpoint.authority())
                        .setChannelConfigurator(channel -> channel.usePlaintext())
                        .build());
            }
        }
        return builder.build();
    }

    private static Endpoint endpoint(String text, GoogleOptions options, OptionValues values) {
        try {
            Endpoint endpoint = Endpoint.parse(text);
            if (endpoint.plaintext() && !endpoint.loopback() && !options.plaintextAllowed.of(values)) {
                throw new ConfigException("cloud.endpoint: http:// is plaintext and only accepted on loopback, or with "
                        + options.plaintextAllowed + "=true");
            }
            return endpoint;
        } catch (IllegalArgumentException wrong) {
            throw new ConfigException("cloud.endpoint: " + wrong.getMessage());
        }
    }
}
