// SPDX-License-Identifier: Apache-2.0
/**
 * A started task. In come Connect's calls and what other threads post to the mailbox; out go records to their tables'
 * pipelines, offsets that may be committed, and pauses. Task thread, but for {@code Mailbox.post}.
 */
@NullMarked
package io.millrace.connect.bigquery.task;

import org.jspecify.annotations.NullMarked;
