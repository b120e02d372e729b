/**
 * What the rooms of Cloud DLP share. In: {@code Value}s of a request; out: their text, number or time, and the refusals
 * that a client sees. Any thread.
 */
@NullMarked
package io.millrace.connect.emulator.dlp.value;

import org.jspecify.annotations.NullMarked;
