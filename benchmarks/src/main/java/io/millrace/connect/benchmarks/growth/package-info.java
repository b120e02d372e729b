/**
 * How what one record costs grows with whatever there is more of: fields, schemas, tables, rules. Comes in: nothing. Goes out:
 * a table of thread CPU and bytes allocated, and the largest step above what it ought to be.
 */
@NullMarked
package io.millrace.connect.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
