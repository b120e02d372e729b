/**
 * The text under inspection and how far it was read: characters, words, groups, hotwords. In: a text; out: candidates
 * that recognisers of the other rooms report. Buffers are reused: one thread at a time.
 */
@NullMarked
package io.millrace.connect.dlp.detect.text;

import org.jspecify.annotations.NullMarked;
