/**
 * The command that makes, wraps and rotates keysets. In: a file and what to do; out: the file. A program of its own, which no
 * transform uses; one thread.
 */
@NullMarked
package io.millrace.connect.dlp.keytool;

import org.jspecify.annotations.NullMarked;
