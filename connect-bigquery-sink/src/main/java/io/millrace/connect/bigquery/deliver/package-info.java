/**
 * What may be committed: in go the origins of records as they begin and finish, out comes for each partition the offset
 * after its last contiguous finished record. Owned by the task thread.
 */
@NullMarked
package io.millrace.connect.bigquery.deliver;

import org.jspecify.annotations.NullMarked;
