// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

/**
 * Where an output column's values come from.
 *
 * @param path the input column, dotted
 * @param unchanged whether the very value arrives; otherwise it is changed on the way
 */
public record ColumnOrigin(String path, boolean unchanged) {}
