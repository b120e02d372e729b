// SPDX-License-Identifier: Apache-2.0
/**
 * Tables made before their first record: in come assigned partitions, out go questions about tables, made of what a schema
 * registry knows of their topics. A thread of its own, which waits for the network.
 */
@NullMarked
package io.millrace.connect.bigquery.ahead;

import org.jspecify.annotations.NullMarked;
