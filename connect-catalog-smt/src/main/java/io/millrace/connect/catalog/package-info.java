/**
 * The catalog transform. Records pass {@link CatalogTransform} untouched: {@code observe} looks at them on the task's
 * thread and hands what is new to {@code emit}, whose reporter, one thread per connector and worker, has {@code event} write
 * OpenLineage events and sends them. {@code config} is read once. {@link SharedParts} is the only thing instances share.
 */
@NullMarked
package io.millrace.connect.catalog;

import org.jspecify.annotations.NullMarked;
