/** Tests of the lineage page. */
@NullMarked
package io.millrace.connect.quickstart.lineage;

import org.jspecify.annotations.NullMarked;
