// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.write.BatchSettings;
import io.millrace.connect.bigquery.write.WriteApi;

/**
 * What a table's write method comes to on the task thread.
 *
 * @param rows makes rows in the method's form; one for all tables of a method
 * @param batch when rows go to the writer
 * @param api what the writer talks to
 */
public record TableMode(RowConverter rows, BatchSettings batch, WriteApi api) {}
