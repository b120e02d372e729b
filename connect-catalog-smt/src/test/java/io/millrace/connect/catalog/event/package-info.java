/** Tests of one room. */
@NullMarked
package io.millrace.connect.catalog.event;

import org.jspecify.annotations.NullMarked;
