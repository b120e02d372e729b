/**
 * What may be told about masking: counts, names and codes, never a value. In: events of the walk, on the task's thread;
 * out: JMX and plugin metrics, read on any thread, and headers of the record at hand.
 */
@NullMarked
package io.millrace.connect.dlp.audit;

import org.jspecify.annotations.NullMarked;
