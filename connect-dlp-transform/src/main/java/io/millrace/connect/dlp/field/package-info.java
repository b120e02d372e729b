/**
 * A value of a record as the rest knows it: where it stands (a path), what it is (a type), and that it could not be
 * masked (a code). Nothing here keeps or prints a value. Immutable, any thread.
 */
@NullMarked
package io.millrace.connect.dlp.field;

import org.jspecify.annotations.NullMarked;
