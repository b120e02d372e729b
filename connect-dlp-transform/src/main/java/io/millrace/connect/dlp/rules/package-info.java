/**
 * What a policy says, compiled once: which fields, under which condition, get which treatment.
 * In: the records that config parsed. Out: for a path, the first rule that matches. Immutable, any thread.
 */
@NullMarked
package io.millrace.connect.dlp.rules;

import org.jspecify.annotations.NullMarked;
