// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.config;

import io.millrace.connect.catalog.observe.Role;
import io.millrace.connect.catalog.observe.Statistics;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;

/** What is looked at. */
final class ObserveOptions {
    static final Option<Role> ROLE = Option.choice(
            "role",
            Role.AUTO,
            "Where this instance stands: last it sees what the connector gets; a second one, first among the transforms,"
                    + " sees what they make of it, and the pair yields column lineage. With auto the first instance that"
                    + " a record meets is before, the last one after. An instance with before needs no other property.");

    static final Option<Boolean> COLUMN_LINEAGE = Option.flag(
            "column.lineage", true, "Whether events say which column comes from which, and what is masked on the way.");

    static final Option<Statistics> STATISTICS = Option.choice(
            "statistics",
            Statistics.COLUMNS,
            "columns: rows, bytes (estimated from one row in 64), freshness per partition and the nulls of every column"
                    + " (of one row in sixteen after the first thousand); exact: the nulls of every row; rows: no nulls;"
                    + " none: nothing but whether records flow.");

    static final OptionGroup GROUP = OptionGroup.of("Observing", ROLE, COLUMN_LINEAGE, STATISTICS);

    private ObserveOptions() {}
}
