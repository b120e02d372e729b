/**
 * The Storage Write API: {@code connection} holds what all its streams share, each kind of stream has its own room beside
 * it.
 */
@NullMarked
package io.millrace.connect.bigquery.write.storage;

import org.jspecify.annotations.NullMarked;
