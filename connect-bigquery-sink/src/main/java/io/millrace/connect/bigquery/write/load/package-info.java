// SPDX-License-Identifier: Apache-2.0
/**
 * Load jobs through Cloud Storage. In come batches; out go objects that hold them, then jobs that load the objects, and what
 * became of them. All state is the writer's thread's; files are made and Google is called on a few threads beside it.
 */
@NullMarked
package io.millrace.connect.bigquery.write.load;

import org.jspecify.annotations.NullMarked;
