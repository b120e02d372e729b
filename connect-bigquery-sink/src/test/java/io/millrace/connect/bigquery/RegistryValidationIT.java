// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.connect.testkit.RawServers;
import io.millrace.connect.testkit.RegistryStub;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What validation says about a schema registry. BigQuery is away, which is no finding. */
class RegistryValidationIT {
    private static final String URL = "schema.registry.url";

    private final RegistryStub registry = new RegistryStub();

    @AfterEach
    void stop() {
        registry.close();
    }

    private static Map<String, List<String>> errors(String... pairs) throws IOException {
        Map<String, String> written = new HashMap<>(Map.of(
                "name", "shop",
                "topics.regex", "o.*",
                "project", "my-project",
                "dataset", "raw",
                "credentials.source", "none",
                "bigquery.endpoint", RawServers.nobody()));
        for (int i = 0; i < pairs.length; i += 2) {
            written.put(pairs[i], pairs[i + 1]);
        }
        Map<String, List<String>> errors = new TreeMap<>();
        for (ConfigValue value : new BigQuerySinkConnector().validate(written).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }

    @Test
    void blamesTheCredentialsThatAreRefused() throws IOException {
        registry.accept("Bearer right");

        assertThat(errors(
                        URL, registry.url(), "schema.registry.basic.auth.user.info", "ann:s3cret", "topics", "orders"))
                .containsExactly(entry(
                        "schema.registry.basic.auth.user.info",
                        List.of("schema.registry.basic.auth.user.info: the schema registry refuses the credentials: "
                                + registry.url() + ": status 401")));
        assertThat(errors(URL, registry.url(), "schema.registry.bearer.auth.token", "wrong"))
                .containsOnlyKeys("schema.registry.bearer.auth.token");
        assertThat(errors(URL, registry.url())).containsOnlyKeys(URL);
        assertThat(errors(URL, registry.url(), "schema.registry.bearer.auth.token", "right"))
                .isEmpty();
        assertThat(registry.asked())
                .containsExactly(
                        "/subjects/orders-value/versions/latest", "/schemas/types", "/schemas/types", "/schemas/types");
    }

    @Test
    void findsNothingWrongWithARegistryThatIsAway() throws IOException {
        assertThat(errors(URL, RawServers.nobody())).isEmpty();
        assertThat(errors(URL, registry.away(true).url())).isEmpty();
        assertThat(errors(URL, registry.away(false).drip().url())).isEmpty();
    }

    @Test
    void asksNobodyWhereValidationIsLocal() throws IOException {
        assertThat(errors(URL, registry.url(), "validate.remote", "false")).isEmpty();

        assertThat(registry.asked()).isEmpty();
    }
}
