// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsRequest.MissingValueInterpretation;
import java.util.Map;

/** What a value means that the writer's schema names and a row lacks: null, or the column's default. */
record MissingValues(Map<String, MissingValueInterpretation> byColumn, MissingValueInterpretation otherwise) {
    static final MissingValues NULL = new MissingValues(Map.of(), MissingValueInterpretation.NULL_VALUE);

    /** The columns of this request only; the default stays until a request sets another. */
    MissingValues of(AppendRowsRequest request) {
        MissingValueInterpretation set = request.getDefaultMissingValueInterpretation();
        boolean unset = set == MissingValueInterpretation.MISSING_VALUE_INTERPRETATION_UNSPECIFIED;
        return new MissingValues(request.getMissingValueInterpretationsMap(), unset ? otherwise : set);
    }

    boolean isDefault(String column) {
        return byColumn.getOrDefault(column, otherwise) == MissingValueInterpretation.DEFAULT_VALUE;
    }
}
