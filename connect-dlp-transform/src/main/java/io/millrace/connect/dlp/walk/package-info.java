/**
 * Walks a record and treats its fields. In: a record's schema and value; out: the masked ones, the same objects when
 * there is nothing to mask. Plans are compiled once per topic and schema. Each walker belongs to one task's thread.
 */
@NullMarked
package io.millrace.connect.dlp.walk;

import org.jspecify.annotations.NullMarked;
