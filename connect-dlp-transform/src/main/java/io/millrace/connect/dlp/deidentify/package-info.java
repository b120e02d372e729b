/**
 * Cloud DLP's transformations over single values. In: a value, its static type and its context; out: the masked value.
 * Keys come from Tink keysets and are read once at start. Each instance belongs to one task's thread.
 */
@NullMarked
package io.millrace.connect.dlp.deidentify;

import org.jspecify.annotations.NullMarked;
