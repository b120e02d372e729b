/**
 * Runs statements: GoogleSQL comes in, is translated by {@code sql}, runs in the store's DuckDB, typed rows and
 * statistics go out. Thread-safe as the store is.
 */
@NullMarked
package io.millrace.connect.emulator.query;

import org.jspecify.annotations.NullMarked;
