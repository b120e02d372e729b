// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Which properties of Kafka's producer a configuration may set: those that say where and how to send. The others build
 * classes by their names, read files, or sign in with what the worker has.
 */
final class ProducerProperties {
    /** Files, which have to be in the operator's folders. */
    static final Set<String> PATHS = Set.of("ssl.keystore.location", "ssl.truststore.location");

    private static final Set<String> PLAIN = Set.of(
            "acks",
            "batch.size",
            "bootstrap.servers",
            "buffer.memory",
            "client.dns.lookup",
            "client.id",
            "client.rack",
            "compression.gzip.level",
            "compression.lz4.level",
            "compression.type",
            "compression.zstd.level",
            "connections.max.idle.ms",
            "delivery.timeout.ms",
            "enable.idempotence",
            "enable.metrics.push",
            "linger.ms",
            "max.block.ms",
            "max.in.flight.requests.per.connection",
            "max.request.size",
            "metadata.max.age.ms",
            "metadata.max.idle.ms",
            "metadata.recovery.rebootstrap.trigger.ms",
            "metadata.recovery.strategy",
            "receive.buffer.bytes",
            "reconnect.backoff.max.ms",
            "reconnect.backoff.ms",
            "request.timeout.ms",
            "retries",
            "retry.backoff.max.ms",
            "retry.backoff.ms",
            "sasl.jaas.config",
            "sasl.mechanism",
            "security.protocol",
            "send.buffer.bytes",
            "socket.connection.setup.timeout.max.ms",
            "socket.connection.setup.timeout.ms",
            "ssl.cipher.suites",
            "ssl.enabled.protocols",
            "ssl.endpoint.identification.algorithm",
            "ssl.key.password",
            "ssl.keystore.certificate.chain",
            "ssl.keystore.key",
            "ssl.keystore.password",
            "ssl.keystore.type",
            "ssl.protocol",
            "ssl.truststore.certificates",
            "ssl.truststore.password",
            "ssl.truststore.type");

    private static final Set<String> MECHANISMS = Set.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");
    private static final Set<String> SERIALIZERS = Set.of("key.serializer", "value.serializer");
    private static final String TEXT = "org.apache.kafka.common.serialization.StringSerializer";

    /** A user and password, and no other module: some of them call any address that they are given. */
    private static final Pattern LOGIN = Pattern.compile("\\s*org\\.apache\\.kafka\\.common\\.security\\."
            + "(plain\\.PlainLoginModule|scram\\.ScramLoginModule)\\s+required"
            + "(\\s+(username|password|tokenauth)\\s*=\\s*(\"([^\"\\\\]|\\\\.)*\"|'[^'\\\\]*'))*\\s*;\\s*");

    /** As Kafka reads them: each has a port. */
    private static final Pattern SERVERS =
            Pattern.compile("\\s*[^,\\s]+:[0-9]{1,5}\\s*(,\\s*[^,\\s]+:[0-9]{1,5}\\s*)*,?\\s*");

    private ProducerProperties() {}

    /** Why a property is refused, without its value; null where it is accepted. */
    static @Nullable String refusal(String name, String value) {
        if (SERIALIZERS.contains(name)) {
            return value.equals(TEXT) ? null : "is not accepted; events are text, by " + TEXT;
        }
        if (!PLAIN.contains(name)) {
            return "is not accepted in a connector's configuration; accepted are properties that say where and how to send,"
                    + " such as acks, compression.type, security.protocol, sasl.jaas.config, ssl.truststore.certificates";
        }
        if (name.equals("sasl.mechanism") && !MECHANISMS.contains(value.strip().toUpperCase(Locale.ROOT))) {
            return "is not accepted; accepted: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512";
        }
        if (name.equals("sasl.jaas.config") && !LOGIN.matcher(value).matches()) {
            return "is not accepted; accepted: one entry of PlainLoginModule or ScramLoginModule with username and password";
        }
        if (name.equals("bootstrap.servers") && !SERVERS.matcher(value).matches()) {
            return "is not accepted; accepted: host:port,…";
        }
        return isTaken(name, value) ? null : "is no value that Kafka's producer takes";
    }

    /** Kafka's own words are left out: they repeat the value. */
    private static boolean isTaken(String name, String value) {
        return ProducerConfig.configDef().validate(Map.of(name, value)).stream()
                .filter(each -> each.name().equals(name))
                .allMatch(each -> each.errorMessages().isEmpty());
    }
}
