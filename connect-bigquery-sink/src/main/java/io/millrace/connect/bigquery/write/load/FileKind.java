// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What files have in common that one job may load: their schema. BigQuery reads Avro files of one job by the schema of one
 * of them (cloud.google.com/bigquery/docs/loading-data-cloud-storage-avro, 2026-08).
 *
 * @param shape of the table as rows were encoded for it; the very same object for all of them
 * @param omitted see {@link Row#omitted}
 */
record FileKind(TableShape shape, Set<String> omitted) {
    static FileKind of(Batch batch) {
        Row first = batch.rows().get(0);
        return new FileKind(first.shape(), first.omitted());
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // one object until the table changes; another may be equal, which is no harm
    public boolean equals(@Nullable Object other) {
        return other instanceof FileKind that && shape == that.shape && omitted.equals(that.omitted);
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(shape) * 31 + omitted.hashCode();
    }
}
