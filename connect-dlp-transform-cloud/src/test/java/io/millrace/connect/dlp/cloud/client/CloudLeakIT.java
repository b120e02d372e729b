// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.Status;
import io.millrace.connect.dlp.DlpTransform;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.testkit.CapturedLogs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said when Cloud DLP is away or refuses, with the loggers of every library at their most talkative. */
class CloudLeakIT {
    private static final String CANARY = "canary4f1c9e";
    private static final byte[] KEY = "0123456789abcdefghijklmnopqrstuv".getBytes(StandardCharsets.US_ASCII);
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .field("mail", Schema.STRING_SCHEMA)
            .field("card", Schema.STRING_SCHEMA)
            .build();
    private static final Emulator EMULATOR = Emulator.builder().start();

    @AfterAll
    static void stop() {
        EMULATOR.close();
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                        Status.Code.RESOURCE_EXHAUSTED,
                        Status.Code.UNAVAILABLE,
                        Status.Code.INVALID_ARGUMENT,
                        Status.Code.PERMISSION_DENIED)
                .flatMap(code -> Stream.of("retry", "local", "redact")
                        .flatMap(fallback -> Stream.of("redact", "drop-field", "drop-record", "fail")
                                .map(onError -> Arguments.of(code, fallback, onError))));
    }

    private static Map<String, String> properties(String endpoint) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "engine", "cloud",
                "cloud.project", "p",
                "cloud.endpoint", "http://" + endpoint,
                "cloud.credentials.source", "none",
                "cloud.timeout.ms", "10000",
                "info.types", "EMAIL_ADDRESS"));
        properties.putAll(Map.of(
                "keyset", keyset(),
                "rules", "mail,card",
                "rules.mail.fields", "mail",
                "rules.mail.transform", "redact",
                "rules.mail.info.types", "EMAIL_ADDRESS",
                "rules.card.fields", "card",
                "rules.card.transform", "crypto-hash"));
        return properties;
    }

    /** A keyset of one HKDF key; Tink reads it, and the cloud engine derives from it what Cloud DLP is given. */
    private static String keyset() {
        java.nio.ByteBuffer proto = java.nio.ByteBuffer.allocate(KEY.length + 6)
                .put(new byte[] {0x12, 2, 0x08, 3, 0x1a, (byte) KEY.length})
                .put(KEY);
        return """
                {"primaryKeyId": 7, "key": [{"keyId": 7, "status": "ENABLED", "outputPrefixType": "RAW", "keyData": {
                  "typeUrl": "type.googleapis.com/google.crypto.tink.HkdfPrfKey", "keyMaterialType": "SYMMETRIC",
                  "value": "%s"}}]}
                """.formatted(java.util.Base64.getEncoder().encodeToString(proto.array()));
    }

    private static SinkRecord record() {
        Struct value = new Struct(SCHEMA).put("mail", CANARY).put("card", "4111 " + CANARY);
        return new SinkRecord("orders", 0, null, null, SCHEMA, value, 1);
    }

    private static String spoken(Map<String, String> properties) {
        StringWriter spoken = new StringWriter();
        // The emulator's side of the wire is in this process too
        try (CapturedLogs logs = new CapturedLogs("io.grpc.netty.NettyServerHandler")) {
            DlpTransform.Value<SinkRecord> transform = new DlpTransform.Value<>();
            Throwable failure = catchThrowable(() -> {
                transform.configure(properties);
                transform.apply(record());
            });
            if (failure != null) {
                failure.printStackTrace(new PrintWriter(spoken));
            }
            transform.close();
            return spoken + logs.text();
        }
    }

    private static void assertSaysNothing(String spoken) {
        for (byte[] secret : new byte[][] {CANARY.getBytes(StandardCharsets.US_ASCII), KEY}) {
            assertThat(spoken)
                    .doesNotContain(new String(secret, StandardCharsets.US_ASCII))
                    .doesNotContain(HexFormat.of().formatHex(secret));
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void saysNothingOfARecordWhenCloudDlpRefuses(Status.Code code, String fallback, String onError) {
        EMULATOR.faults().arm(Trigger.on("DeidentifyContent").at(1), new Fault.Refuse(code, null, "quoting " + CANARY));
        Map<String, String> properties = properties(EMULATOR.grpcEndpoint());
        properties.putAll(Map.of("cloud.fallback", fallback, "on.error", onError));

        assertSaysNothing(spoken(properties));
    }

    @Test
    void saysNothingOfARecordWhenNobodyListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String spoken = spoken(properties("127.0.0.1:" + port));

        assertThat(spoken).contains("RetriableException", "UNAVAILABLE");
        assertSaysNothing(spoken);
    }

    @Test
    void saysNothingOfARecordThatCloudDlpMasksOrInspects() {
        assertSaysNothing(spoken(properties(EMULATOR.grpcEndpoint())));
        Map<String, String> inspect = properties(EMULATOR.grpcEndpoint());
        inspect.put("mode", "inspect");
        assertSaysNothing(spoken(inspect));
    }
}
