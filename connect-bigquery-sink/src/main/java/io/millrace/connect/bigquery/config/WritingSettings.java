// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.deliver.DeliverySettings;
import io.millrace.connect.bigquery.reject.LetterContent;
import io.millrace.connect.bigquery.write.RetrySettings;

/** How rows are sent: the plan that the wiring follows, and the settings of what every plan needs. */
public record WritingSettings(WritePlan plan, RetrySettings retry, DeliverySettings delivery, LetterContent letters) {}
