// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import com.google.api.services.bigquery.model.Table;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.SchemaComparison;
import io.millrace.connect.bigquery.schema.SchemaDiff;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.table.design.GoogleSchema;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The columns that records wait for, if it is possible to add them; if it is not, the difference tells the task. */
final class TableGrowth implements ProvisioningStep {
    private static final Logger LOG = LoggerFactory.getLogger(TableGrowth.class);

    private final TableApi api;
    private final SchemaSettings schema;
    private final UpdateRateLimiter updates;

    TableGrowth(TableApi api, SchemaSettings schema, UpdateRateLimiter updates) {
        this.api = api;
        this.schema = schema;
        this.updates = updates;
    }

    @Override
    public void take(TableInProgress table) throws IOException, TryLater {
        Table live = table.live();
        TableShape wanted = table.question().wanted();
        if (live == null || wanted == null || table.question().existing() != TableQuestion.Existing.GROWS) {
            return;
        }
        TableShape known = table.question().known();
        if (known != null && !known.equals(table.shape(live))) {
            return; // somebody else has changed it: columns that no record has might come back
        }
        SchemaDiff.@Nullable Growth growth = growth(table.shape(live), wanted);
        if (growth == null) {
            return;
        }
        List<String> unwritable = GoogleSchema.unwritable(live.getSchema(), growth.union());
        if (!unwritable.isEmpty()) {
            throw new ConnectException("table " + table.table() + ": column "
                    + String.join(", column ", unwritable)
                    + ", which the sink does not write; drop the field with a transform, or write to another table");
        }
        updates.take(table.table());
        GoogleSchema google = new GoogleSchema(table.layout().options().policyTags());
        Table change = new Table().setSchema(google.grown(live.getSchema(), growth.union()));
        Table grown = api.patch(table.table(), change, live.getEtag());
        if (grown == null) {
            throw new TryLater(Duration.ofMillis(50)); // changed by another since it was read
        }
        table.is(grown);
        table.changes().addAll(growth.changes());
        LOG.info("table changed table={} changes={}", table.table(), growth.changes());
    }

    private SchemaDiff.@Nullable Growth growth(TableShape live, TableShape wanted) {
        return SchemaComparison.between(live, wanted, schema)
                .<SchemaDiff.@Nullable Growth>fold(() -> null, growth -> growth, impossible -> null);
    }
}
