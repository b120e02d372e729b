// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.deidentify.Transformation.Output;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.kit.masking.MaskedField;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a masked field: decided by rules and static types alone, never by a value. It says that the field is
 * masked and how, in parameters that later transforms and connectors read.
 */
final class MaskedSchema {
    /** Debezium's list of an enumeration's values: it would show what the mask hides. */
    private static final String ALLOWED = "allowed";

    private MaskedSchema() {}

    /** The schema after masking; the same object when no rule always masks whole values. */
    static Schema of(Schema before, FieldType type, List<Candidate> covering, Output output, WalkSettings settings) {
        List<FieldTreatment.Mark> marks = marks(covering);
        if (settings.inspectOnly() || (marks.isEmpty() && output == Output.SAME)) {
            return before;
        }
        boolean keepsForm = output != Output.TEXT
                && output != Output.INT32
                && (type != FieldType.TEXT || marks.stream().allMatch(FieldTreatment.Mark::keepsForm));
        SchemaBuilder after = new SchemaBuilder(typeAfter(before, output)).doc(before.doc());
        if (keepsForm && before.name() != null) {
            after.name(before.name()).version(before.version());
        }
        boolean nullable = output == Output.SAME_OR_NULL || settings.onError() == OnError.DROP_FIELD;
        if (before.isOptional() || nullable) {
            after.optional();
        }
        if (before.type() == Schema.Type.STRUCT && output != Output.TEXT) {
            before.fields().forEach(field -> after.field(field.name(), field.schema()));
        }
        return after.parameters(parameters(before.parameters(), marks)).build();
    }

    private static List<FieldTreatment.Mark> marks(List<Candidate> covering) {
        return covering.stream()
                .map(each -> each.treatment().mark())
                .filter(Objects::nonNull)
                .toList();
    }

    private static Schema.Type typeAfter(Schema before, Output output) {
        return switch (output) {
            case TEXT -> Schema.Type.STRING;
            case INT32 -> Schema.Type.INT32;
            case SAME, SAME_OR_NULL, UNSUPPORTED -> before.type();
        };
    }

    private static Map<String, String> parameters(
            @Nullable Map<String, String> before, List<FieldTreatment.Mark> marks) {
        Map<String, String> after = new TreeMap<>(before == null ? Map.of() : before);
        after.remove(ALLOWED);
        after.put(MaskedField.MASKED, "true");
        after.put(
                MaskedField.MASKING,
                String.join(
                        ",",
                        marks.stream()
                                .map(FieldTreatment.Mark::transformation)
                                .distinct()
                                .toList()));
        for (FieldTreatment.Mark mark : marks) {
            if (mark.infoType() != null) {
                after.putIfAbsent(MaskedField.INFO_TYPE, mark.infoType());
            }
        }
        return after;
    }
}
