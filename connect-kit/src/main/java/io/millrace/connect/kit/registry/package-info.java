/**
 * Schemas as a registry with Confluent's REST API knows them, and the properties that say how it is reached. Comes in: a
 * subject; goes out: its schema, or why there is no answer, each within a deadline and without a secret.
 */
@NullMarked
package io.millrace.connect.kit.registry;

import org.jspecify.annotations.NullMarked;
