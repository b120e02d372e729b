// SPDX-License-Identifier: Apache-2.0
/**
 * One table's way. In come its records and what is said of the table; out go batches of encoded rows, and questions about
 * the table. Records wait here while it is made or changed, and refused batches until it is what they need. Task thread.
 */
@NullMarked
package io.millrace.connect.bigquery.pipeline;

import org.jspecify.annotations.NullMarked;
