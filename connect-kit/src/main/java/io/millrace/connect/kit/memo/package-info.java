/**
 * What took time to work out is kept here for the next time. Comes in: a key, such as a schema by its content, and how to
 * work it out. Goes out: the same object as last time. Each memo belongs to one thread.
 */
@NullMarked
package io.millrace.connect.kit.memo;

import org.jspecify.annotations.NullMarked;
