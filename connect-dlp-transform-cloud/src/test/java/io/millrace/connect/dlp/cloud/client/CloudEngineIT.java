// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud.client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.millrace.connect.dlp.DlpTransform;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.testkit.CapturedLogs;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The transform with Cloud DLP as its engine, against the emulator over the wire. */
class CloudEngineIT {
    private static final Schema LINE =
            SchemaBuilder.struct().field("text", Schema.STRING_SCHEMA).build();
    private static final Schema ORDER = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("email", Schema.STRING_SCHEMA)
            .field("card", Schema.INT64_SCHEMA)
            .field("lines", SchemaBuilder.array(LINE).build())
            .build();
    private static final String CANARY = "alice@example.org";

    private final Emulator emulator = Emulator.builder().start();
    private final DlpTransform.Value<SinkRecord> transform = new DlpTransform.Value<>();

    @AfterEach
    void stop() {
        transform.close();
        emulator.close();
    }

    private void configure(String... more) {
        transform.configure(CloudProperties.at(
                emulator.grpcEndpoint(),
                Map.ofEntries(
                        Map.entry("info.types", "PHONE_NUMBER,EMAIL_ADDRESS"),
                        Map.entry("rules", "email,card,text"),
                        Map.entry("rules.email.fields", "email"),
                        Map.entry("rules.email.transform", "replace-with-info-type"),
                        Map.entry("rules.email.info.types", "EMAIL_ADDRESS"),
                        Map.entry("rules.card.fields", "card"),
                        Map.entry("rules.card.transform", "character-mask"),
                        Map.entry("rules.card.number.to.mask", "-4"),
                        Map.entry("rules.text.fields", "lines.text"),
                        Map.entry("rules.text.info.types", "*"),
                        Map.entry("rules.text.transform", "redact")),
                more));
    }

    private static SinkRecord order() {
        Struct order = new Struct(ORDER)
                .put("id", 7L)
                .put("email", CANARY)
                .put("card", 4111111111111111L)
                .put(
                        "lines",
                        List.of(
                                new Struct(LINE).put("text", "call (415) 555-0890"),
                                new Struct(LINE).put("text", "nothing")));
        return new SinkRecord("orders", 0, null, null, ORDER, order, 1);
    }

    private Struct masked() {
        return (Struct) requireNonNull(transform.apply(order())).value();
    }

    private long calls(String method) {
        return emulator.journal().entries(method, "*").size();
    }

    @Test
    void masksAllFieldsOfARecordByOneCall() {
        configure();

        Struct masked = masked();

        assertThat(masked.getString("email")).isEqualTo("[EMAIL_ADDRESS]");
        assertThat(masked.getString("card")).endsWith("1111").doesNotContain("4111");
        assertThat(masked.<Struct>getArray("lines").get(0).getString("text")).isEqualTo("call ");
        assertThat(masked.<Struct>getArray("lines").get(1).getString("text")).isEqualTo("nothing");
        assertThat(calls("DeidentifyContent")).isEqualTo(1);
    }

    @Test
    void answersEqualRowsFromMemory() {
        configure();

        Struct first = masked();

        assertThat(masked()).isEqualTo(first);
        assertThat(calls("DeidentifyContent")).isEqualTo(1);
    }

    @Test
    void letsConnectRetryWhenTheQuotaIsUsedUp() {
        configure();
        emulator.faults()
                .arm(
                        Trigger.on("DeidentifyContent").at(1),
                        new Fault.Refuse(Status.Code.RESOURCE_EXHAUSTED, null, "quota"));

        assertThatThrownBy(this::masked)
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("RESOURCE_EXHAUSTED")
                .hasMessageNotContaining(CANARY)
                .hasNoCause();
        assertThat(masked().getString("email")).isEqualTo("[EMAIL_ADDRESS]");
    }

    @Test
    void masksHereWhenToldToWhileTheCloudIsAway() {
        configure("cloud.fallback", "local");
        emulator.faults()
                .arm(Trigger.on("DeidentifyContent").always(), new Fault.Refuse(Status.Code.UNAVAILABLE, null, "away"));

        assertThat(masked().getString("email")).isEqualTo("[EMAIL_ADDRESS]");
    }

    @Test
    void emptiesFieldsWhenTheCloudRefusesTheRequest() {
        configure();
        emulator.faults()
                .arm(
                        Trigger.on("DeidentifyContent").always(),
                        new Fault.Refuse(Status.Code.PERMISSION_DENIED, null, "denied"));

        Struct masked = masked();

        assertThat(masked.getString("email")).isEmpty();
        assertThat(masked.getString("card")).isEmpty();
    }

    @Test
    void saysOnceWhyFieldsAreEmptied() {
        configure();
        emulator.faults()
                .arm(
                        Trigger.on("DeidentifyContent").always(),
                        new Fault.Refuse(Status.Code.PERMISSION_DENIED, null, CANARY));

        try (CapturedLogs logs = new CapturedLogs("io.grpc.netty.NettyServerHandler")) {
            masked();
            masked();

            assertThat(logs.text().lines().filter(line -> line.contains("Cloud DLP answered")))
                    .singleElement()
                    .asString()
                    .contains("on.error", "PERMISSION_DENIED")
                    .doesNotContain(CANARY);
        }
    }

    @Test
    void onlyInspectsInInspectMode() {
        configure("mode", "inspect");
        SinkRecord record = order();

        assertThat(transform.apply(record)).isSameAs(record);
        assertThat(calls("InspectContent")).isEqualTo(1);
        assertThat(calls("DeidentifyContent")).isZero();
    }

    @Test
    void comparesASampleInShadowMode() throws InterruptedException {
        configure("engine", "shadow", "cloud.sample.percent", "100");

        assertThat(masked().getString("email")).isEqualTo("[EMAIL_ADDRESS]");

        for (int i = 0; i < 200 && calls("InspectContent") == 0; i++) {
            java.util.concurrent.TimeUnit.MILLISECONDS.sleep(25);
        }
        assertThat(calls("InspectContent")).isEqualTo(1);
    }
}
