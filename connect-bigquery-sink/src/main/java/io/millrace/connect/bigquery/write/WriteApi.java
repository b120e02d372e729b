// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write;

/**
 * What of BigQuery a method of writing talks to.
 *
 * @param name for people
 * @param columnsByRow whether rows that have a column which it does not see yet are refused one by one, like bad ones;
 *     otherwise requests are, as wholes and with a code of its own
 */
public record WriteApi(String name, boolean columnsByRow) {}
