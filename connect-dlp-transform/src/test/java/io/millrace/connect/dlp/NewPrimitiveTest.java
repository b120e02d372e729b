// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.dlp.config.DlpConfig;
import io.millrace.connect.dlp.config.DlpProperties;
import io.millrace.connect.dlp.deidentify.CloudConfig;
import io.millrace.connect.dlp.deidentify.Form;
import io.millrace.connect.dlp.deidentify.KeyUse;
import io.millrace.connect.dlp.deidentify.Materials;
import io.millrace.connect.dlp.deidentify.Primitive;
import io.millrace.connect.dlp.deidentify.Transformation;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.rules.Condition;
import io.millrace.connect.dlp.rules.Policy;
import io.millrace.connect.dlp.rules.Rule;
import io.millrace.connect.dlp.rules.Treatment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A primitive that exists in this file alone: what it does not say of itself is refused, and nothing else knows it. */
class NewPrimitiveTest {

    /** Draws a new number for every value. */
    private record Noise() implements Primitive, Transformation {
        @Override
        public Form<Noise> form() {
            return new Form<>("noise", options -> new Noise(), config -> new Noise());
        }

        @Override
        public KeyUse key() {
            return KeyUse.NONE;
        }

        @Override
        public @Nullable FieldPath context() {
            return null;
        }

        @Override
        public Repeats repeats() {
            return Repeats.NEVER;
        }

        @Override
        public void write(CloudConfig config) {
            // has no members
        }

        @Override
        public Transformation start(Materials materials, @Nullable String infoType) {
            return this;
        }

        @Override
        public Output output(FieldType type) {
            return type == FieldType.TEXT ? Output.SAME : Output.UNSUPPORTED;
        }

        @Override
        public Object apply(FieldType type, Object value, @Nullable Object context) {
            return "noise";
        }
    }

    private static DlpConfig noise(Treatment treatment) {
        DlpConfig read = DlpProperties.read(Map.of("rules", "n", "rules.n.fields", "a", "rules.n.transform", "redact"));
        Rule rule = new Rule("n", List.of(FieldPath.parse("a")), Set.of(), null, Condition.ALWAYS, treatment);
        return new DlpConfig(
                read.engine(),
                new Policy("", List.of(rule)),
                read.inspect(),
                read.walk(),
                read.keys(),
                read.auditHeaders(),
                read.cloud(),
                read.places());
    }

    @Test
    void refusesANewRandomPrimitiveOnRecordKeys() {
        DlpConfig config = noise(new Treatment.WholeValue(new Noise(), null));

        assertThatThrownBy(() -> Wiring.masking(config, RecordPart.KEY, DlpTransform.Key.class))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("rules.n.transform: noise gives a new result for every record");
    }

    @Test
    void refusesItForFindingsInRecordKeysToo() {
        DlpConfig config = noise(new Treatment.Findings(Map.of("EMAIL_ADDRESS", new Noise()), null));

        assertThatThrownBy(() -> Wiring.masking(config, RecordPart.KEY, DlpTransform.Key.class))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("rules.n.transform: ");
    }

    @Test
    void refusesToUndoIt() {
        DlpConfig config = noise(new Treatment.WholeValue(new Noise(), null));

        assertThatThrownBy(() -> Wiring.reidentifying(config, RecordPart.VALUE, DlpReidentify.Value.class))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("rules.n.transform: noise cannot be undone");
    }

    @Test
    void masksValuesWithIt() {
        try (Masking masking = Wiring.masking(
                noise(new Treatment.WholeValue(new Noise(), null)), RecordPart.VALUE, DlpTransform.Value.class)) {
            SinkRecord masked = requireNonNull(masking.apply(Transforms.record(null, Map.of("a", "x", "b", "y"))));

            assertThat(masked.value()).isEqualTo(Map.of("a", "noise", "b", "y"));
        }
    }
}
