// SPDX-License-Identifier: Apache-2.0
/**
 * What may be committed and what may be held: in come records, which get a slot each, and bytes, which get a reservation;
 * out come for each partition the offset after its last contiguous finished record, and who holds too much. Task thread.
 */
@NullMarked
package io.millrace.connect.bigquery.deliver;

import org.jspecify.annotations.NullMarked;
