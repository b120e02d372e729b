/**
 * How people are reached: e-mail addresses and telephone numbers. In: the text around a mark; out: candidates. One
 * thread at a time.
 */
@NullMarked
package io.millrace.connect.dlp.detect.contact;

import org.jspecify.annotations.NullMarked;
