// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import com.google.api.services.bigquery.model.TableFieldSchema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a load job hold.
 *
 * @param fields the columns they bring
 * @param rows typed, in the order of the files
 * @param bad what was wrong with the rows that could not be read
 */
record Incoming(List<TableFieldSchema> fields, List<Map<String, @Nullable Object>> rows, List<String> bad) {}
