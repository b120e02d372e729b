// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp;

import com.google.privacy.dlp.v2.FieldId;
import com.google.privacy.dlp.v2.InfoType;
import com.google.privacy.dlp.v2.InfoTypeTransformations;
import com.google.privacy.dlp.v2.InfoTypeTransformations.InfoTypeTransformation;
import com.google.privacy.dlp.v2.Value;
import io.millrace.connect.emulator.dlp.inspect.Found;
import io.millrace.connect.emulator.dlp.inspect.Inspector;
import io.millrace.connect.emulator.dlp.transform.Occasion;
import io.millrace.connect.emulator.dlp.transform.Transformation;
import io.millrace.connect.emulator.dlp.transform.Transformations;
import io.millrace.connect.emulator.dlp.value.DlpException;
import io.millrace.connect.emulator.dlp.value.UntransformableException;
import io.millrace.connect.emulator.dlp.value.Values;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code InfoTypeTransformations}: transforms each finding in a text, and leaves the rest of it. */
final class FindingsStep implements Step {
    private final Inspector inspector;
    private final Map<String, Transformation> byInfoType = new HashMap<>();
    private @Nullable Transformation forOthers;

    FindingsStep(InfoTypeTransformations config, Inspector inspector, Transformations transformations) {
        this.inspector = inspector;
        for (InfoTypeTransformation each : config.getTransformationsList()) {
            Transformation transformation = transformations.of(each.getPrimitiveTransformation());
            if (each.getInfoTypesCount() == 0) {
                ensureFirst(forOthers, "all infoTypes");
                forOthers = transformation;
            }
            for (InfoType type : each.getInfoTypesList()) {
                add(type.getName(), transformation);
            }
        }
    }

    /** Cloud DLP transforms only what it was asked to look for; the rest is refused, since it would stay as it is. */
    private void add(String infoType, Transformation transformation) {
        if (!inspector.asksFor(infoType)) {
            throw DlpException.invalid(
                    "deidentify_config transforms " + infoType + ", which inspect_config does not ask for");
        }
        ensureFirst(byInfoType.put(infoType, transformation), infoType);
    }

    private static void ensureFirst(@Nullable Transformation known, String what) {
        if (known != null) {
            throw DlpException.invalid("more than one transformation for " + what);
        }
    }

    /** Where findings overlap, the first and longest counts, and of the next what is left of it. */
    @Override
    public Value apply(Value value, String column, Function<FieldId, Optional<Value>> row)
            throws UntransformableException {
        String text = Values.text(value);
        StringBuilder transformed = new StringBuilder();
        int done = 0;
        for (Found found : inspector.find(text, column)) {
            @Nullable Transformation transformation = byInfoType.getOrDefault(found.infoType(), forOthers);
            int start = Math.max(done, found.span().start());
            if (transformation != null && start < found.span().end()) {
                Value quote = Values.ofText(text.substring(start, found.span().end()));
                Value instead = transformation.apply(quote, new Occasion(found.infoType(), row));
                transformed.append(text, done, start).append(Values.text(instead));
                done = found.span().end();
            }
        }
        return done == 0
                ? value
                : Values.ofText(transformed.append(text, done, text.length()).toString());
    }
}
