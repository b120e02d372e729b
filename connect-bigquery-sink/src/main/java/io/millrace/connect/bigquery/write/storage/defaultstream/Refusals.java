// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage.defaultstream;

import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import io.millrace.connect.bigquery.write.dispatch.Sifting;
import io.millrace.connect.bigquery.write.dispatch.Unanswered;
import io.millrace.connect.bigquery.write.storage.connection.Append;
import io.millrace.connect.bigquery.write.storage.connection.AppendError;
import io.millrace.connect.bigquery.write.storage.connection.RefusedRows;

/** Decides what a refusal makes of an append. Owned by the writer's thread. */
final class Refusals {
    /** How rows are refused that BigQuery does not name. */
    static final Sifting.Words WORDS = new Sifting.Words("INVALID_ARGUMENT", RefusedRows.PARTITIONS);

    private final Unanswered<Append> unanswered;

    Refusals(Unanswered<Append> unanswered) {
        this.unanswered = unanswered;
    }

    /** An append was refused. */
    void refused(Append append, AppendError error) {
        Batch batch = append.batch();
        if (error.isAboutSize(append)) {
            unanswered.finish(append, new WriteResult.TooLarge(batch));
            return;
        }
        AppendError.Kind kind = error.kind();
        if ((kind == AppendError.Kind.TYPES_DIFFER || kind == AppendError.Kind.FATAL) && !append.isExplained()) {
            append.suspect(); // the schema that the connection knows may be what is wrong
            unanswered.retry(append, RetryReason.CONNECTION, error.toString());
            return;
        }
        switch (kind) {
            case ROWS -> unanswered.finish(append, new RefusedRows(batch.shape()).of(batch, error));
            case TABLE_MISSING -> unanswered.finish(append, new WriteResult.TableBehind(batch, Lack.TABLE));
            case COLUMNS_MISSING -> unanswered.finish(append, new WriteResult.TableBehind(batch, Lack.COLUMNS));
            case PERMISSION -> unanswered.finish(append, new WriteResult.TableBehind(batch, Lack.PERMISSION));
            case TRANSIENT -> unanswered.retry(append, RetryReason.UNAVAILABLE, error.toString());
            case QUOTA -> unanswered.retry(append, RetryReason.QUOTA, error.toString());
            case TYPES_DIFFER -> unanswered.finish(append, new WriteResult.TableBehind(batch, Lack.TYPES));
            case CREDENTIALS -> unanswered.withNextToken(append, error.toString()); // a new connection brings one
            case FATAL -> unanswered.fail(append, error.refusal(batch));
        }
    }
}
