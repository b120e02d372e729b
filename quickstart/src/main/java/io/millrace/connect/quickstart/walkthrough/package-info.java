/**
 * What happens in a small shop's database, and the proof that BigQuery tells the same: in comes a running stack, out
 * come the lines a person follows and an exception where a table differs. Main thread only.
 */
@NullMarked
package io.millrace.connect.quickstart.walkthrough;

import org.jspecify.annotations.NullMarked;
