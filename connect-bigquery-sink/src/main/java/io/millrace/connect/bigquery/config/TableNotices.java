// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionValues;
import java.util.ArrayList;
import java.util.List;

/** What is told of one table's own properties that do nothing, because of how its rows are written. */
final class TableNotices {
    private final TableOverrides overrides;
    private final String table;
    private final OptionValues values;
    private final List<Finding> told = new ArrayList<>();

    private TableNotices(TableOverrides overrides, String table, OptionValues values) {
        this.overrides = overrides;
        this.table = table;
        this.values = values;
    }

    static List<Finding> of(TableOverrides overrides) {
        List<Finding> told = new ArrayList<>();
        overrides.valuesByTable().forEach((table, values) -> {
            TableNotices notices = new TableNotices(overrides, table, values);
            notices.keyed();
            notices.merged();
            told.addAll(notices.told);
        });
        return told;
    }

    private void keyed() {
        boolean keyed = WritingOptions.mode(values).isKeyed();
        String appended = "rows of table " + table + " are appended";
        unless(keyed, WritingOptions.STRATEGY, appended);
        unless(keyed, MergeOptions.TRUNCATE, appended + ", a truncate among them");
        unless(keyed, LayoutOptions.MAX_STALENESS, appended);
        unless(
                keyed || LayoutOptions.VIEW_CREATE.of(values),
                WritingOptions.PRIMARY_KEY,
                appended + ", and it has no view");
    }

    private void merged() {
        boolean merged = WritingOptions.isMerged(values);
        MergeOptions.PER_TABLE.forEach(
                option -> unless(merged, option, "changes of table " + table + " are not merged"));
    }

    /** Tells of a property that is the table's own, if it is not used. */
    private void unless(boolean used, Option<?> option, String why) {
        String property = overrides.written(table, option);
        if (!used && !property.equals(option.name())) {
            told.add(new Finding(property, property + " has no effect: " + why));
        }
    }
}
