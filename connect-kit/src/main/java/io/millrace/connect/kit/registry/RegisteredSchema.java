// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.registry;

import java.util.List;

/**
 * A version of a subject.
 *
 * @param version counted from 1 in its subject
 * @param id the registry's own number of the schema
 * @param type {@code AVRO}, {@code JSON}, {@code PROTOBUF}
 * @param text the schema in the type's own language
 * @param references other subjects' versions that the text speaks of
 */
public record RegisteredSchema(
        String subject, int version, int id, String type, String text, List<Reference> references) {
    public RegisteredSchema {
        references = List.copyOf(references);
    }

    /**
     * A version that another schema refers to.
     *
     * @param name what the text calls it
     */
    public record Reference(String name, String subject, int version) {}
}
