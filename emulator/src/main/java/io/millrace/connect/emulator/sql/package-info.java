/**
 * GoogleSQL to DuckDB's SQL: a statement's text comes in, a {@link io.millrace.connect.emulator.sql.Statement} with
 * DuckDB text goes out. A tokenizer and a parser that prints as it reads; what it does not know it refuses by name.
 * Stateless; any thread.
 */
@NullMarked
package io.millrace.connect.emulator.sql;

import org.jspecify.annotations.NullMarked;
