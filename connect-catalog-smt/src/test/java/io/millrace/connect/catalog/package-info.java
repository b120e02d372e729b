/** Tests of the catalog transform; each event they see is checked against OpenLineage's schemas. */
@NullMarked
package io.millrace.connect.catalog;

import org.jspecify.annotations.NullMarked;
