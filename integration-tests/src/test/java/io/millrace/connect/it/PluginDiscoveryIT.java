// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether workers find the plugins however they are told to look for them. */
@ExtendWith(Platform.Shared.class)
class PluginDiscoveryIT {
    private static final List<String> PLUGINS = List.of(
            "io.millrace.connect.bigquery.BigQuerySinkConnector",
            "io.millrace.connect.dlp.DlpTransform$Key",
            "io.millrace.connect.dlp.DlpTransform$Value",
            "io.millrace.connect.dlp.DlpTransform$Headers",
            "io.millrace.connect.dlp.DlpReidentify$Key",
            "io.millrace.connect.dlp.DlpReidentify$Value",
            "io.millrace.connect.dlp.DlpReidentify$Headers",
            "io.millrace.connect.catalog.CatalogTransform");

    private final Platform platform;

    PluginDiscoveryIT(Platform platform) {
        this.platform = platform;
    }

    /** Without hybrid_warn, which finds what hybrid_fail finds, and is how the oldest workers of other tests look. */
    static Stream<Arguments> waysToLook() {
        return Arrays.stream(Release.values())
                .flatMap(release -> Stream.of("only_scan", "hybrid_fail", "service_load")
                        .map(discovery -> Arguments.of(release, discovery)));
    }

    @ParameterizedTest
    @MethodSource("waysToLook")
    void findsEveryPlugin(Release release, String discovery) {
        String name = release.name().toLowerCase(Locale.ROOT) + "-" + discovery;
        try (ConnectCluster cluster = platform.cluster(name, release, discovery)) {
            assertThat(cluster.rest().plugins())
                    .filteredOn(plugin -> plugin.startsWith("io.millrace."))
                    .containsExactlyInAnyOrderElementsOf(PLUGINS);
        }
    }
}
