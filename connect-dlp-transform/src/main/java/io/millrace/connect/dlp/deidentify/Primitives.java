// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.options.Json;
import io.millrace.connect.dlp.options.NamedProperties;
import java.util.List;

/**
 * The primitives that rules may name.
 *
 * @param forms in the order of the manual
 */
public record Primitives(List<Form<? extends Primitive>> forms) {
    /** Cloud DLP's. */
    public static final Primitives ALL = new Primitives(List.of(
            Replace.FORM,
            Redact.FORM,
            CharacterMask.FORM,
            CryptoHash.FORM,
            CryptoDeterministic.FORM,
            CryptoReplaceFfxFpe.FORM,
            DateShift.FORM,
            FixedSizeBucketing.FORM,
            Bucketing.FORM,
            TimePart.FORM,
            ReplaceWithInfoType.FORM,
            ReplaceDictionary.FORM));

    public Primitives {
        forms = List.copyOf(forms);
    }

    /** What rules may write. */
    public List<String> names() {
        return forms.stream().<String>map(Form::name).toList();
    }

    /**
     * Reads a rule's transformation.
     *
     * @throws IllegalArgumentException when none is called so
     */
    public Primitive read(String transform, NamedProperties options) {
        for (Form<? extends Primitive> form : forms) {
            if (form.name().equals(transform)) {
                return form.fromRule().apply(options);
            }
        }
        throw new IllegalArgumentException("no transformation is called " + transform);
    }

    /** Reads Cloud DLP's PrimitiveTransformation. */
    public Primitive read(Json transformation) {
        List<Form<? extends Primitive>> given =
                forms.stream().filter(form -> transformation.has(form.member())).toList();
        if (given.size() > 1) {
            throw transformation.wrong("holds more than one transformation: "
                    + given.stream().<String>map(Form::member).toList() + "; accepted is one");
        }
        for (Form<? extends Primitive> form : given) {
            Json config = transformation.require(form.member());
            Primitive primitive = config.build(() -> form.fromPolicy().apply(config));
            transformation.ensureAllRead();
            return primitive;
        }
        throw transformation.wrong("holds no transformation that is known: " + transformation.members());
    }
}
