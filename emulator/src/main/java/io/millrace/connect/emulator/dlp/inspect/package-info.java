/**
 * Finds what an {@code InspectConfig} asks for. In: the config, then texts, each with its column's name; out: findings
 * with their place and likelihood. Plain regular expressions and checksums: right, not fast. Any thread.
 */
@NullMarked
package io.millrace.connect.emulator.dlp.inspect;

import org.jspecify.annotations.NullMarked;
