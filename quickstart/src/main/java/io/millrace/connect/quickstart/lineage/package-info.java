/**
 * The page that draws what flowed: in comes the event file that the catalog transform writes, out goes a static page on a
 * loopback port. Runs on the JDK server's own threads.
 */
@NullMarked
package io.millrace.connect.quickstart.lineage;

import org.jspecify.annotations.NullMarked;
