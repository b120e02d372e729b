// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud.client;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.dlp.v2.DlpServiceClient;
import com.google.cloud.dlp.v2.DlpServiceSettings;
import io.grpc.ManagedChannelBuilder;
import io.millrace.connect.dlp.cloud.CloudEngine;
import io.millrace.connect.dlp.cloud.CloudSettings;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import io.millrace.connect.kit.google.Endpoint;
import io.millrace.connect.kit.google.GoogleAccess;
import io.millrace.connect.kit.google.GoogleOptions;
import java.io.IOException;
import java.util.List;
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
        GoogleOptions options = new GoogleOptions(PREFIX);
        Option<Endpoint> endpoint = options.endpoint(PREFIX + "endpoint", "Cloud DLP API");
        OptionValues values = OptionValues.parse(
                OptionGroup.configDef(List.of(
                        new OptionGroup("Cloud", options.all()), new OptionGroup("Endpoint", List.of(endpoint)))),
                settings.access());
        options.conflicts(values, List.of(), List.of(endpoint)).forEach((option, why) -> {
            throw new ConfigException(option + ": " + why);
        });
        try {
            DlpServiceClient client = DlpServiceClient.create(
                    clientSettings(settings, endpoint.find(values).orElse(null), options.read(values)));
            return new DlpCloudEngine(client, settings, InspectProtos.of(inspect), new TransformationProtos(keys));
        } catch (IOException | IllegalArgumentException refused) {
            throw new ConfigException(options.source + ": " + refused.getMessage());
        }
    }

    private static DlpServiceSettings clientSettings(
            CloudSettings settings, @Nullable Endpoint endpoint, GoogleAccess access) throws IOException {
        DlpServiceSettings.Builder builder = DlpServiceSettings.newBuilder();
        builder.setCredentialsProvider(access.credentials()
                .<CredentialsProvider>map(FixedCredentialsProvider::create)
                .orElseGet(NoCredentialsProvider::create));
        // One attempt: Connect retries the record, so a call that hangs costs one time-out and not several.
        builder.deidentifyContentSettings().setSimpleTimeoutNoRetriesDuration(settings.timeout());
        builder.inspectContentSettings().setSimpleTimeoutNoRetriesDuration(settings.timeout());
        InstantiatingGrpcChannelProvider.Builder channels = DlpServiceSettings.defaultGrpcTransportProviderBuilder()
                .setChannelConfigurator(channel -> configured(channel, endpoint, access));
        if (endpoint != null) {
            builder.setEndpoint(endpoint.authority());
            channels.setEndpoint(endpoint.authority());
        }
        return builder.setTransportChannelProvider(channels.build()).build();
    }

    @SuppressWarnings("rawtypes") // gax's own signature
    private static ManagedChannelBuilder configured(
            ManagedChannelBuilder channel, @Nullable Endpoint endpoint, GoogleAccess access) {
        if (endpoint != null && endpoint.plaintext()) {
            channel.usePlaintext();
        }
        if (access.proxy() != null) {
            channel.proxyDetector(access.proxy().detector());
        }
        return channel;
    }
}
