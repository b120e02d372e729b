/**
 * The nouns every room speaks: where a record came from, where it goes, what the table looks like, the encoded row.
 * Immutable records without logic beyond their own invariants; safe on every thread.
 */
@NullMarked
package io.millrace.connect.bigquery.model;

import org.jspecify.annotations.NullMarked;
