/**
 * What must not be known: tokens by their prefix, secrets by their label, private keys. In: the text around a mark; out:
 * candidates. One thread at a time.
 */
@NullMarked
package io.millrace.connect.dlp.detect.secret;

import org.jspecify.annotations.NullMarked;
