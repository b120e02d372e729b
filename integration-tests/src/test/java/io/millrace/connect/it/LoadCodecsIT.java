// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compressions whose libraries are native code: that of the worker, which each plugin's class loader leaves to it, so that
 * however many connectors use it, it is loaded once.
 */
@ExtendWith(Platform.Shared.class)
class LoadCodecsIT {
    private static final int ROWS = 500;
    private static final Duration SOON = Duration.ofMinutes(5);
    private static final List<String> COMPRESSIONS = List.of("zstd", "snappy", "deflate");

    private final Platform platform;

    LoadCodecsIT(Platform platform) {
        this.platform = platform;
    }

    @ParameterizedTest
    @EnumSource
    void connectorsOfOneWorkerLoadFilesOfEveryCompression(Release release) throws IOException {
        String prefix = "codec_" + release.name().toLowerCase(Locale.ROOT) + "_";
        List<Topic> topics = new ArrayList<>();
        try (ConnectCluster cluster = platform.cluster(prefix.replace('_', '-'), release)) {
            for (String compression : COMPRESSIONS) {
                String name = prefix + compression;
                Topic topic = Topic.create(name, 1, platform);
                topics.add(topic);
                topic.produce(0, ROWS);
                Map<String, String> config = cluster.loadConfig(name, name.replace('_', '-'));
                config.put("load.compression", compression);
                cluster.rest().create(name, config);
            }

            for (String compression : COMPRESSIONS) {
                new Table(prefix + compression, platform).awaitDistinctIds(ROWS, SOON);
            }
        } finally {
            topics.forEach(Topic::close);
        }
    }
}
