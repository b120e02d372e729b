/**
 * What the emulator keeps: datasets, tables and rows in one DuckDB database, metadata as Google's model classes.
 * Typed rows and statements come in, typed rows and snapshots go out; all is thread-safe: one writer at a time,
 * readers on their own connections see the last commit.
 */
@NullMarked
package io.millrace.connect.emulator.store;

import org.jspecify.annotations.NullMarked;
