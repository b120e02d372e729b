/**
 * Tink keysets. In: the keyset property, read once at start; out: what single purposes need of a key, each by a key
 * derived for it. Never prints a key. What is handed out belongs to one task's thread.
 */
@NullMarked
package io.millrace.connect.dlp.key;

import org.jspecify.annotations.NullMarked;
