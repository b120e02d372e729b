// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.TableId;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A table of dataset {@code it}, as SQL sees it. */
final class Table {

    private final String name;
    private final BigQuery bigQuery;

    Table(String name, Platform platform) {
        this.name = name;
        this.bigQuery = platform.cloud().bigQuery();
    }

    /** Waits until so many different ids are there. */
    void awaitDistinctIds(long count, Duration limit) {
        Awaitility.await(name + " has " + count + " ids")
                .atMost(limit)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> number("COUNT(DISTINCT id)") >= count);
    }

    /** The one number that an aggregate over the table gives; 0 as long as there is no table. */
    long number(String aggregate) {
        if (bigQuery.getTable(TableId.of("it", name)) == null) {
            return 0;
        }
        String sql = "SELECT " + aggregate + " AS n FROM it." + name;
        try {
            FieldValueList row = bigQuery.query(QueryJobConfiguration.newBuilder(sql)
                            .setUseLegacySql(false)
                            .build())
                    .iterateAll()
                    .iterator()
                    .next();
            return row.get(0).isNull() ? 0 : row.get(0).getLongValue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(sql, stopped);
        }
    }
}
