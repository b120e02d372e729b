// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.catalog.event.Consumer;
import io.millrace.connect.kit.trust.AllowedPaths;
import io.millrace.connect.kit.trust.AllowedUrls;
import io.openlineage.client.transports.TokenProvider;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a transport of a configuration may reach: no class, no file that is not allowed, no token for others than Google. */
class TransportTrustTest {
    private static final AtomicInteger BUILT = new AtomicInteger();

    @TempDir
    Path folder;

    /** What an author of connectors might find on the class path. */
    public static final class Foreign implements TokenProvider {
        /** By reflection. */
        public Foreign() {
            BUILT.incrementAndGet();
        }

        @Override
        public String getToken() {
            return "";
        }
    }

    @BeforeEach
    @AfterEach
    void forgetWhatTheOperatorAllows() {
        System.clearProperty(AllowedUrls.PROPERTY);
        System.clearProperty(AllowedPaths.PROPERTY);
        BUILT.set(0);
    }

    private static void read(Consumer consumer, String... pairs) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            properties.put("transport." + pairs[i], pairs[i + 1]);
        }
        assertThat(TransportPlan.read(properties, consumer, Map.of())).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "https://datalineage.googleapis.com/v1/x, true",
        "https://evil.example.org/v1/x, false",
        "http://datalineage.googleapis.com/v1/x, false",
        "https://googleapis.com.evil.example.org/x, false",
        "http://127.0.0.1:5000/x, false"
    })
    void googlesTokenGoesToGoogleOnly(String url, boolean accepted) {
        for (Runnable way : new Runnable[] {
            () -> read(Consumer.DATAPLEX, "type", "http", "url", url),
            () -> read(Consumer.MARQUEZ, "type", "http", "url", url, "auth.type", GoogleTokenProvider.class.getName())
        }) {
            if (accepted) {
                way.run();
            } else {
                assertThatThrownBy(way::run)
                        .hasMessageStartingWith("transport.url ")
                        .hasMessageNotContaining("evil");
            }
        }
    }

    @Test
    void googlesTokenGoesWhereTheOperatorAllowsIt() {
        System.setProperty(AllowedUrls.PROPERTY, "https://lineage.corp.example.org");

        read(Consumer.DATAPLEX, "type", "http", "url", "https://lineage.corp.example.org/v1/x");
    }

    @Test
    void buildsNoClassThatAConfigurationNames() {
        assertThatThrownBy(() ->
                        read(Consumer.MARQUEZ, "type", "http", "url", "http://m", "auth.type", Foreign.class.getName()))
                .hasMessageContaining("transport.auth.type");
        assertThatThrownBy(() -> read(
                        Consumer.MARQUEZ,
                        "type",
                        "transform",
                        "transformerClass",
                        Foreign.class.getName(),
                        "transport.type",
                        "console"))
                .hasMessageContaining("transport.type");
        assertThat(BUILT).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/root/.profile", "../outside", "in/../../outside", "/dev/stdout", "\0"})
    void appendsToNoFileThatTheOperatorDoesNotAllow(String location) {
        assertThatThrownBy(() -> read(Consumer.MARQUEZ, "type", "file", "location", location))
                .hasMessageContaining("transport.location")
                .hasMessageContaining(AllowedPaths.PROPERTY);
        System.setProperty(AllowedPaths.PROPERTY, folder.toString());
        assertThatThrownBy(() -> read(Consumer.MARQUEZ, "type", "file", "location", location))
                .hasMessageContaining("transport.location")
                .hasMessageContaining(AllowedPaths.PROPERTY);
        assertThatCode(() -> read(Consumer.MARQUEZ, "type", "file", "location", folder + "/later/lineage.ndjson"))
                .doesNotThrowAnyException();
    }

    @Test
    void opensNoSocketAndNoKeyStoreThatTheOperatorDoesNotAllow() {
        assertThatThrownBy(() -> read(Consumer.MARQUEZ, "type", "http", "url", "unix:///var/run/docker.sock"))
                .hasMessageContaining(AllowedPaths.PROPERTY);
        assertThatThrownBy(() -> read(
                        Consumer.MARQUEZ, "type", "http", "url", "https://m", "sslContext.keyStorePath", "/etc/shadow"))
                .hasMessageContaining("keyStorePath")
                .hasMessageContaining(AllowedPaths.PROPERTY);
    }

    private static void kafka(String name, String value) {
        read(
                Consumer.MARQUEZ,
                "type",
                "kafka",
                "topicName",
                "lineage",
                "properties.bootstrap.servers",
                "broker:9092",
                "properties." + name,
                value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "interceptor.classes|x.Foreign",
                "key.serializer|x.Foreign",
                "value.serializer|x.Foreign",
                "partitioner.class|x.Foreign",
                "metric.reporters|x.Foreign",
                "security.providers|x.Foreign",
                "ssl.engine.factory.class|x.Foreign",
                "sasl.login.class|x.Foreign",
                "sasl.login.callback.handler.class|x.Foreign",
                "sasl.client.callback.handler.class|x.Foreign",
                "config.providers|file",
                "config.providers.file.class|x.Foreign",
                "sasl.oauthbearer.token.endpoint.url|file:///etc/passwd",
                "sasl.oauthbearer.jwks.endpoint.url|http://169.254.169.254",
                "sasl.kerberos.kinit.cmd|/bin/sh",
                "sasl.mechanism|GSSAPI",
                "sasl.mechanism|OAUTHBEARER",
                "sasl.jaas.config|com.sun.security.auth.module.JndiLoginModule required user.provider.url=\"ldap://evil\";",
                "sasl.jaas.config|com.sun.security.auth.module.Krb5LoginModule required keyTab=\"/etc/krb5.keytab\";",
                "sasl.jaas.config|org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\"; x.Evil required;",
                "ssl.keystore.location|/etc/shadow",
                "ssl.truststore.location|/etc/shadow",
                "security.protocol|SASL_PLAINTEXT"
            })
    void setsNoPropertyOfTheProducerThatReachesFurtherThanABroker(String name, String value) {
        assertThatThrownBy(() -> kafka(name, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("transport.properties.")
                .hasMessageNotContaining("evil");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acks|all",
                "compression.type|zstd",
                "client.id|lineage",
                "security.protocol|SSL",
                "key.serializer|org.apache.kafka.common.serialization.StringSerializer",
                "sasl.jaas.config|org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" password=\"b;c\";",
                "sasl.jaas.config|org.apache.kafka.common.security.scram.ScramLoginModule required username='a' password='b' ;"
            })
    void setsWhatSaysWhereAndHowToSend(String name, String value) {
        assertThatCode(() -> kafka(name, value)).doesNotThrowAnyException();
    }
}
