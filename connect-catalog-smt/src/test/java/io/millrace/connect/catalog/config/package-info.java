/** Tests of one room. */
@NullMarked
package io.millrace.connect.catalog.config;

import org.jspecify.annotations.NullMarked;
