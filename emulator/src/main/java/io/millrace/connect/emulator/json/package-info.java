/**
 * BigQuery's JSON forms of values: rows as insertAll and load jobs take them become typed rows, typed values become
 * the cells of a REST answer. Stateless; any thread.
 */
@NullMarked
package io.millrace.connect.emulator.json;

import org.jspecify.annotations.NullMarked;
