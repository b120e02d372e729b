/** Tests of one room. */
@NullMarked
package io.millrace.connect.catalog.emit;

import org.jspecify.annotations.NullMarked;
