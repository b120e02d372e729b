// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import com.google.api.services.bigquery.model.ErrorProto;
import com.google.api.services.bigquery.model.JobStatistics3;
import java.util.List;

/**
 * What became of a load job.
 *
 * @param failed nothing was loaded, and the first error says why
 * @param errors of a job that did not fail: the records that it left out
 */
public record LoadOutcome(JobStatistics3 statistics, boolean failed, List<ErrorProto> errors) {
    public LoadOutcome {
        errors = List.copyOf(errors);
    }

    /** Nothing was loaded; there is at least one error. */
    public static LoadOutcome failed(List<ErrorProto> errors) {
        return new LoadOutcome(new JobStatistics3(), true, errors);
    }
}
