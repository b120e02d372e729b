/** Tests of one room. */
@NullMarked
package io.millrace.connect.catalog.observe;

import org.jspecify.annotations.NullMarked;
