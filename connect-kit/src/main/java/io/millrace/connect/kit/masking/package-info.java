/**
 * What the plugins tell each other about masked fields: they share nothing but the record. Written by whoever masks, read by
 * whoever lays out tables or tells catalogs.
 */
@NullMarked
package io.millrace.connect.kit.masking;

import org.jspecify.annotations.NullMarked;
