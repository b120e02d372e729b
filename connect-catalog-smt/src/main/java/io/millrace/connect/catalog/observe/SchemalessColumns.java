// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import org.apache.kafka.connect.data.Schema;

/** What the schema made of values without one says of itself. */
public final class SchemalessColumns {
    /** Top-level columns of values without a schema; of more it is only said that there are. */
    static final int MOST = 2_000;

    /** The parameter of a schema that has not all columns. */
    static final String CUT = "millrace.catalog.cut";

    private SchemalessColumns() {}

    /** Whether more columns were seen than it has. */
    public static boolean isCut(Schema schema) {
        return schema.parameters() != null && schema.parameters().containsKey(CUT);
    }
}
