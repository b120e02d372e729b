// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.catalog.event.EventWriter;
import io.millrace.connect.kit.registry.RegistryAccess;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sink has the same properties and the same tests. */
class SchemaRegistryOptionsTest {
    private static final String URL = "schema.registry.url";
    private static final String USER = "schema.registry.basic.auth.user.info";
    private static final String TOKEN = "schema.registry.bearer.auth.token";

    private static @Nullable RegistryAccess read(String... pairs) {
        Map<String, String> properties = new HashMap<>(Map.of("kafka.namespace", "kafka://broker:9092"));
        for (int i = 0; i < pairs.length; i += 2) {
            properties.put(pairs[i], pairs[i + 1]);
        }
        return requireNonNull(CatalogConfig.from(properties, new EventWriter.Versions("4.3.1", "test"))
                        .reporter())
                .registry();
    }

    @Test
    void asksNobodyByDefault() {
        assertThat(read()).isNull();
    }

    @Test
    void readsAddressAndCredentials() {
        RegistryAccess access = requireNonNull(read(URL, "https://registry/ccompat", USER, "ann:s3cret"));

        assertThat(access.url()).isEqualTo(URI.create("https://registry/ccompat"));
        assertThat(access.userInfo()).isEqualTo(new Password("ann:s3cret"));
        assertThat(access.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        URL + ", https://ann:s3cret@registry:8081, has a user in it",
        URL + ", https://ann:s3cret@regi stry, is no address",
        URL + ", https://registry?key=s3cret, without ? and #",
        URL + ", ftp://registry, accepted: one address",
        USER + ", s3cret, accepted: user:password",
        TOKEN + ", s3 cret, accepted: one line without blanks",
    })
    void repeatsNoSecretThatItRefuses(String property, String value, String says) {
        assertThatThrownBy(() -> read(URL, "https://registry", property, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(property)
                .hasMessageContaining(says)
                .hasMessageNotContaining("s3");
    }

    @Test
    void credentialsNeedAnAddressAndOneAnother() {
        assertThatThrownBy(() -> read(USER, "ann:s3cret"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(URL + ": must be set for " + USER);
        assertThatThrownBy(() -> read(URL, "https://registry", USER, "ann:s3cret", TOKEN, "t0ken"))
                .hasMessage(TOKEN + ": cannot be used with " + USER);
    }

    @Test
    void credentialsCrossNoNetworkUnencryptedUnlessAllowed() {
        assertThatThrownBy(() -> read(URL, "http://registry:8081", TOKEN, "t0ken"))
                .hasMessageContaining("endpoint.plaintext.allowed=true")
                .hasMessageNotContaining("t0ken");
        assertThat(read(URL, "http://registry:8081", TOKEN, "t0ken", "endpoint.plaintext.allowed", "true"))
                .isNotNull();
        assertThat(read(URL, "http://127.0.0.1:8081", TOKEN, "t0ken")).isNotNull();
        assertThat(read(URL, "http://registry:8081")).isNotNull();
    }
}
