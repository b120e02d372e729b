// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.deliver.DeliverySettings;
import io.millrace.connect.bigquery.reject.LetterContent;
import io.millrace.connect.bigquery.write.BatchSettings;
import io.millrace.connect.bigquery.write.RetrySettings;

/** How rows are sent: the choices that the wiring follows, and the settings of what it wires. */
public record WritingSettings(
        WriteMethod method,
        DeliveryGuarantee guarantee,
        ChangeMode mode,
        BatchSettings batch,
        RetrySettings retry,
        DeliverySettings delivery,
        LetterContent letters) {}
