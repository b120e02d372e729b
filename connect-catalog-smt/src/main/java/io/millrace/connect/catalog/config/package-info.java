/**
 * In come properties, out go the rooms' settings, parsed once in {@code configure}. Nobody else sees a raw value. Free of
 * side effects: a worker asks for the ConfigDef a hundred times, on any thread.
 */
@NullMarked
package io.millrace.connect.catalog.config;

import org.jspecify.annotations.NullMarked;
