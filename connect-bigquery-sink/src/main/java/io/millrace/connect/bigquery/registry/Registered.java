// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.registry;

import java.util.List;

/**
 * A version of a subject.
 *
 * @param type {@code AVRO}, {@code JSON}, {@code PROTOBUF}
 * @param text the schema in the type's own language
 * @param references other subjects' versions that the text speaks of
 */
record Registered(String type, String text, List<Reference> references) {
    Registered {
        references = List.copyOf(references);
    }

    /** @param name what the text calls it */
    record Reference(String name, String subject, int version) {}
}
