// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.connect.bigquery.registry.TopicSchemas.KeyUse;
import io.millrace.connect.kit.registry.RegistryAccess;
import io.millrace.connect.kit.registry.RegistryException;
import io.millrace.connect.kit.registry.SchemaRegistry;
import io.millrace.connect.testkit.RegistryStub;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a schema registry is asked, and what becomes of its answers. */
class TopicSchemasIT {
    private static final String ROW =
            "{\"type\":\"record\",\"name\":\"Row\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"}]}";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final RegistryStub registry = new RegistryStub();

    @AfterEach
    void stop() {
        registry.close();
    }

    private TopicSchemas schemas(KeyUse keys) {
        return schemas(registry.url(), keys, null, null, PATIENCE);
    }

    private TopicSchemas schemas(
            String url, KeyUse keys, @Nullable String user, @Nullable String token, Duration deadline) {
        RegistryAccess access = new RegistryAccess(
                URI.create(url), user == null ? null : new Password(user), token == null ? null : new Password(token));
        RegistrySettings settings = new RegistrySettings(access, ConverterSettings.DEFAULT, ConverterSettings.DEFAULT);
        return new TopicSchemas(new SchemaRegistry(access, deadline), settings, keys);
    }

    @Test
    void asksForTheLatestVersionOfATopicsValues() throws Exception {
        registry.register("größe & more-value", ROW);

        assertThat(schemas(KeyUse.NOT_NEEDED).of("größe & more")).hasValueSatisfying(found -> {
            assertThat(found.value().field("id").schema()).isEqualTo(Schema.INT64_SCHEMA);
            assertThat(found.key()).isNull();
        });
        assertThat(registry.asked()).containsExactly("/subjects/größe & more-value/versions/latest");
    }

    @Test
    void keepsThePathOfItsAddress() throws Exception {
        schemas(registry.url() + "/apis/ccompat/v7/", KeyUse.NOT_NEEDED, null, null, PATIENCE)
                .of("orders");

        assertThat(registry.asked()).containsExactly("/apis/ccompat/v7/subjects/orders-value/versions/latest");
    }

    @Test
    void knowsNothingOfASubjectThatIsNotThere() throws Exception {
        assertThat(schemas(KeyUse.NOT_NEEDED).of("orders")).isEmpty();
    }

    @Test
    void asksForKeysWhereTheyTellSomething() throws Exception {
        registry.register("orders-value", ROW);

        assertThat(schemas(KeyUse.WELCOME).of("orders"))
                .hasValueSatisfying(found -> assertThat(found.key()).isNull());
        assertThat(schemas(KeyUse.NEEDED).of("orders")).isEmpty();

        registry.register("orders-key", ROW.replace("Row", "Key"));

        assertThat(schemas(KeyUse.NEEDED).of("orders"))
                .hasValueSatisfying(found -> assertThat(found.key()).isNotNull());
    }

    private static List<Map<String, Object>> reference(String name, String subject, int version) {
        return List.of(Map.of("name", name, "subject", subject, "version", version));
    }

    @Test
    void followsReferencesOfAvro() throws Exception {
        String deepest = "{\"type\":\"record\",\"name\":\"a.C\",\"fields\":[{\"name\":\"d\",\"type\":\"int\"}]}";
        String nested = "{\"type\":\"record\",\"name\":\"a.B\",\"fields\":[{\"name\":\"c\",\"type\":\"a.C\"}]}";
        String row = "{\"type\":\"record\",\"name\":\"Row\",\"fields\":[{\"name\":\"b\",\"type\":\"a.B\"}]}";
        registry.register("c", deepest)
                .register("b", "AVRO", nested, reference("a.C", "c", 1))
                .register("orders-value", "AVRO", row, reference("a.B", "b", 1));

        assertThat(schemas(KeyUse.NOT_NEEDED).of("orders")).hasValueSatisfying(found -> {
            Schema b = found.value().field("b").schema();
            assertThat(b.field("c").schema().field("d")).isNotNull();
        });
    }

    @Test
    void followsReferencesOfJson() throws Exception {
        registry.register("b", "JSON", "{\"type\":\"integer\"}", List.of())
                .register(
                        "orders-value",
                        "JSON",
                        "{\"type\":\"object\",\"properties\":{\"b\":{\"$ref\":\"b.json\"}}}",
                        reference("b.json", "b", 1));

        assertThat(schemas(KeyUse.NOT_NEEDED).of("orders"))
                .hasValueSatisfying(
                        found -> assertThat(found.value().field("b").schema()).isEqualTo(Schema.INT64_SCHEMA));
    }

    @Test
    void endsWhereReferencesGoRound() {
        registry.register("orders-value", "JSON", "{\"$ref\":\"r\"}", reference("r", "orders-value", 1));

        assertThatThrownBy(() -> schemas(KeyUse.NOT_NEEDED).of("orders"))
                .isInstanceOf(UntranslatableException.class)
                .hasMessageContaining("contains itself");
    }

    @Test
    void namesTheSubjectThatItCannotRead() {
        registry.register("p-value", "PROTOBUF", "syntax = \"proto3\";", List.of())
                .register("text-value", "\"string\"")
                .register("lost-value", "AVRO", ROW, reference("a.B", "none", 3));

        assertThatThrownBy(() -> schemas(KeyUse.NOT_NEEDED).of("p"))
                .isInstanceOf(UntranslatableException.class)
                .hasMessageContaining("subject p-value")
                .hasMessageContaining("PROTOBUF");
        assertThatThrownBy(() -> schemas(KeyUse.NOT_NEEDED).of("text"))
                .isInstanceOf(UntranslatableException.class)
                .hasMessageContaining("values are no structs");
        assertThatThrownBy(() -> schemas(KeyUse.NOT_NEEDED).of("lost"))
                .isInstanceOf(UntranslatableException.class)
                .hasMessageContaining("version 3 of subject none");
    }

    @Test
    void saysWhoItIs() throws Exception {
        registry.register("orders-value", ROW);

        registry.accept("Basic YW5uOnM6M2NyZXQ=");
        assertThat(schemas(registry.url(), KeyUse.NOT_NEEDED, "ann:s:3cret", null, PATIENCE)
                        .of("orders"))
                .isPresent();

        registry.accept("Bearer t0ken");
        assertThat(schemas(registry.url(), KeyUse.NOT_NEEDED, null, "t0ken", PATIENCE)
                        .of("orders"))
                .isPresent();
    }

    @Test
    void saysThatItIsRefusedWithoutTheSecret() {
        registry.accept("Basic other");

        RegistryException refused = catchThrowableOfType(
                RegistryException.class,
                () -> schemas(registry.url(), KeyUse.NOT_NEEDED, "ann:s3cret", null, PATIENCE)
                        .of("orders"));

        assertThat(refused.refused()).isTrue();
        assertThat(refused).hasMessageContaining("401").hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 429, 500})
    void takesOtherAnswersAsNone(int status) {
        registry.answer("orders-value", status);

        RegistryException failed = catchThrowableOfType(
                RegistryException.class, () -> schemas(KeyUse.NOT_NEEDED).of("orders"));

        assertThat(failed.refused()).isFalse();
        assertThat(failed).hasMessageContaining("status " + status);
    }

    @Test
    void doesNotWaitForAnAnswerThatDoesNotEnd() {
        registry.drip();

        assertThatThrownBy(() -> schemas(registry.url(), KeyUse.NOT_NEEDED, null, null, Duration.ofMillis(300))
                        .of("orders"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("no answer in 300 ms");
    }

    @Test
    void saysThatNobodyListens() {
        registry.close();

        assertThatThrownBy(() -> schemas(KeyUse.NOT_NEEDED).of("orders"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("ConnectException");
    }
}
