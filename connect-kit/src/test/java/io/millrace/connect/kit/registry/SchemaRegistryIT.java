// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.connect.kit.registry.RegisteredSchema.Reference;
import io.millrace.connect.testkit.RegistryStub;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistryIT {
    private static final String ROW = "{\"type\":\"string\"}";

    private final RegistryStub stub = new RegistryStub();

    @AfterEach
    void stop() {
        stub.close();
    }

    private SchemaRegistry registry(String path, @Nullable String user, @Nullable String token, Duration deadline) {
        return new SchemaRegistry(
                new RegistryAccess(
                        URI.create(stub.url() + path),
                        user == null ? null : new Password(user),
                        token == null ? null : new Password(token)),
                deadline);
    }

    private SchemaRegistry registry() {
        return registry("", null, null, Duration.ofSeconds(20));
    }

    @Test
    void readsAllThatIsSaidOfAVersion() throws Exception {
        List<Map<String, Object>> refers = List.of(Map.of("name", "a.B", "subject", "größe & more", "version", 2));
        stub.register("orders-value", 3, 17, "JSON", ROW, refers)
                .register("größe & more", 2, 4, "AVRO", ROW, List.of());

        RegisteredSchema found = registry().latest("orders-value").orElseThrow();

        Reference reference = new Reference("a.B", "größe & more", 2);
        assertThat(found).isEqualTo(new RegisteredSchema("orders-value", 3, 17, "JSON", ROW, List.of(reference)));
        assertThat(registry().version(reference))
                .contains(new RegisteredSchema("größe & more", 2, 4, "AVRO", ROW, List.of()));
        assertThat(stub.asked()).endsWith("/subjects/größe & more/versions/2");
    }

    @Test
    void knowsNothingOfASubjectThatIsNotThere() throws Exception {
        assertThat(registry().latest("orders-value")).isEmpty();
        assertThat(registry().askLatest("orders-value").get()).isEmpty();
    }

    @Test
    void keepsThePathOfItsAddressAndSaysWhoItIs() throws Exception {
        stub.accept("Basic YW5uOnM6M2NyZXQ=");
        registry("/apis/ccompat/v7//", "ann:s:3cret", null, Duration.ofSeconds(20))
                .latest("orders-value");
        assertThat(stub.asked()).containsExactly("/apis/ccompat/v7/subjects/orders-value/versions/latest");

        stub.accept("Bearer t0ken");
        registry("", null, "t0ken", Duration.ofSeconds(20)).greet();
    }

    @Test
    void saysThatItIsRefusedWithoutTheSecret() {
        stub.accept("Basic other");

        RegistryException refused = catchThrowableOfType(
                RegistryException.class,
                () -> registry("", "ann:s3cret", null, Duration.ofSeconds(20)).greet());

        assertThat(refused.refused()).isTrue();
        assertThat(refused.ofOneSubject()).isFalse();
        assertThat(refused).hasMessageContaining("401").hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 429, 500})
    void takesOtherAnswersAsNone(int status) {
        stub.answer("orders-value", status);

        assertThatThrownBy(() -> registry().latest("orders-value"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("status " + status);
        assertThatThrownBy(() -> registry().askLatest("orders-value").get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RegistryException.class);
    }

    @Test
    void doesNotWaitForAnAnswerThatDoesNotEnd() {
        stub.drip();
        SchemaRegistry hurried = registry("", null, null, Duration.ofMillis(300));

        assertThatThrownBy(() -> hurried.latest("orders-value"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("no answer in 300 ms");
        assertThatThrownBy(() -> hurried.askLatest("orders-value").get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class);
    }

    @Test
    void readsNoAnswerThatIsLongerThanAnySchema() throws Exception {
        stub.register("orders-value", "x".repeat(3 << 20));
        stub.register("long-value", "x".repeat(5 << 20));

        assertThat(registry().latest("orders-value")).isPresent();
        assertThatThrownBy(() -> registry().latest("long-value"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("more than 4194304 bytes");
        assertThatThrownBy(() -> registry().askLatest("long-value").get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(RegistryException.class);
    }

    @Test
    void saysThatNobodyListens() {
        stub.close();

        assertThatThrownBy(() -> registry().latest("orders-value"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("ConnectException");
    }
}
