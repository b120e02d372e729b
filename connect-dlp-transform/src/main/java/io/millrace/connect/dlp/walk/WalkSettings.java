// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.deidentify.Cost;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.rules.Condition;
import java.util.List;
import java.util.Set;

/**
 * How records are walked.
 *
 * @param inspectOnly nothing is changed, everything is counted
 * @param scanExclude fields that findings rules never look at
 * @param scanNumbers whether findings rules look at numbers too; a number with a finding is emptied
 * @param maxScanChars longer texts are not inspected but handled as errors
 * @param recordSteps what the values of a record may cost, as {@link Cost} counts; later ones are handled as errors
 * @param tagParameters schema parameters that hold comma-separated tags
 * @param suppressions records for which one of these holds are dropped (DLP's RecordSuppression)
 */
public record WalkSettings(
        boolean inspectOnly,
        OnError onError,
        List<FieldPath> scanExclude,
        boolean scanNumbers,
        int maxScanChars,
        long recordSteps,
        Set<String> tagParameters,
        List<Condition> suppressions) {
    public WalkSettings {
        scanExclude = List.copyOf(scanExclude);
        tagParameters = Set.copyOf(tagParameters);
        suppressions = List.copyOf(suppressions);
    }
}
