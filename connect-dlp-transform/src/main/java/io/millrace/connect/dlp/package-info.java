/**
 * The transforms that Connect loads. In: records of any source or sink connector, on the task's thread; out: the same
 * records, masked or brought back. Wiring builds what configure asked for; nothing here is shared between instances.
 */
@NullMarked
package io.millrace.connect.dlp;

import org.jspecify.annotations.NullMarked;
