// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.model.Column;

/**
 * Where a value goes.
 *
 * @param path the column's dotted path, for people
 * @param position among its siblings in the live table, from 0
 */
public record Place(Column column, String path, int position) {}
