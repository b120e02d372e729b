// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.json;

import java.util.BitSet;

/**
 * The row that is being written.
 *
 * @param columns the positions of those that it has
 */
record JsonRow(JsonBuffer out, BitSet columns) {}
