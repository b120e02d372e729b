// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import com.google.api.services.bigquery.model.DataFormatOptions;
import com.google.api.services.bigquery.model.GetQueryResultsResponse;
import com.google.api.services.bigquery.model.Job;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableReference;
import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.json.Cells;
import io.millrace.connect.emulator.store.QueryResult;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.Warehouse;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of query jobs, page by page. */
final class ResultPages {
    private final Warehouse warehouse;
    private final Results results;

    ResultPages(Warehouse warehouse, Results results) {
        this.warehouse = warehouse;
        this.results = results;
    }

    static boolean integerTimestamps(@Nullable DataFormatOptions options) {
        return options != null && Boolean.TRUE.equals(options.getUseInt64Timestamp());
    }

    /** A page of a query's rows; of a statement without rows only that it is complete. */
    GetQueryResultsResponse page(Job job, Page page, boolean integerTimestamps) {
        GetQueryResultsResponse answer = new GetQueryResultsResponse()
                .setKind("bigquery#getQueryResultsResponse")
                .setJobComplete(true);
        TableReference destination = job.getConfiguration().getQuery().getDestinationTable();
        if (destination == null) {
            return Boolean.TRUE.equals(job.getConfiguration().getDryRun())
                    ? answer.setSchema(job.getStatistics().getQuery().getSchema())
                    : answer.setTotalRows(BigInteger.ZERO);
        }
        TableName name = TableName.of(destination);
        QueryResult kept = results.find(name);
        long total = kept == null ? stored(name) : kept.rows().size();
        QueryResult part = kept == null
                ? warehouse.rows(name, page.offset(), page.limit())
                : new QueryResult(kept.schema(), page.of(kept.rows()));
        return answer.setSchema(part.schema())
                .setRows(new Cells(integerTimestamps).rows(fields(part), part.rows()))
                .setTotalRows(BigInteger.valueOf(total))
                .setPageToken(page.next(total, part.rows().size()));
    }

    private static List<TableFieldSchema> fields(QueryResult result) {
        return result.schema().getFields() == null ? List.of() : result.schema().getFields();
    }

    private long stored(TableName name) {
        if (warehouse.table(name).isEmpty()) {
            throw ApiException.notFound("Not found: Table " + name);
        }
        return warehouse.rowCount(name);
    }
}
