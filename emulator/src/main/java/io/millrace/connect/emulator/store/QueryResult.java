// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import com.google.api.services.bigquery.model.TableSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Typed rows, values in the schema's order and of the Java types that {@link Warehouse#insert} takes. */
public record QueryResult(TableSchema schema, List<List<@Nullable Object>> rows) {}
