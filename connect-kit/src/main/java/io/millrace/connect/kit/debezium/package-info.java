/**
 * Debezium's words, said once: what its types are called, and what a change event is. Comes in: a schema or a value; goes
 * out: what it is. Pure.
 */
@NullMarked
package io.millrace.connect.kit.debezium;

import org.jspecify.annotations.NullMarked;
