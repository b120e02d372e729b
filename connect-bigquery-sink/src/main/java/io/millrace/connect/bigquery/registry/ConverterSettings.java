// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.registry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of Confluent's converters that change what a record's schema looks like, as far as a table shows it.
 *
 * @param fullNames {@code enhanced.avro.schema.support}: branches of Avro unions are called by their full names
 * @param sumTypes {@code generalized.sum.type.support}: branches of all unions are numbered
 * @param singletonUnions {@code flatten.singleton.unions=false}: a union of one branch stays a union
 * @param optionalUnlessRequired {@code use.optional.for.nonrequired}: JSON properties may be absent
 * @param docs {@code discard.type.doc.default}: Avro's own docs become docs
 */
public record ConverterSettings(
        boolean fullNames, boolean sumTypes, boolean singletonUnions, boolean optionalUnlessRequired, boolean docs) {
    /** What a converter without any of these settings does. */
    public static final ConverterSettings DEFAULT = new ConverterSettings(false, false, false, false, false);

    /**
     * Reads what a connector says of its converter. What only the worker says is not seen.
     *
     * @param prefix {@code key.converter.} or {@code value.converter.}
     */
    public static ConverterSettings of(Map<String, String> properties, String prefix) {
        return new ConverterSettings(
                is("true", properties.get(prefix + "enhanced.avro.schema.support")),
                is("true", properties.get(prefix + "generalized.sum.type.support")),
                is("false", properties.get(prefix + "flatten.singleton.unions")),
                is("true", properties.get(prefix + "use.optional.for.nonrequired")),
                is("true", properties.get(prefix + "discard.type.doc.default")));
    }

    private static boolean is(String word, @Nullable String written) {
        return written != null && word.equalsIgnoreCase(written.trim());
    }
}
