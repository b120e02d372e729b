/**
 * The local detection engine: text comes in, findings (infoType, likelihood, range) go out, never the text itself.
 * Compiled once per task from {@link io.millrace.connect.dlp.infotype.InspectSettings}; an inspector reuses its
 * buffers, so one thread at a time.
 */
@NullMarked
package io.millrace.connect.dlp.detect;

import org.jspecify.annotations.NullMarked;
