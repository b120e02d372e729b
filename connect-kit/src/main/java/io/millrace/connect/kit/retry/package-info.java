/**
 * Whether Google's refusal passes, and how long to wait before the next try. Comes in: a failure; goes out: a verdict by
 * codes and reasons, never by a message's text, or a pause.
 */
@NullMarked
package io.millrace.connect.kit.retry;

import org.jspecify.annotations.NullMarked;
