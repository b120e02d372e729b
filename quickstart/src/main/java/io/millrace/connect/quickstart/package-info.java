/**
 * The command line: in come the arguments of {@code quickstart.sh}, out come a running stack, the walkthrough on it and
 * one last line with an exit status. Main thread; a shutdown hook takes the stack down.
 */
@NullMarked
package io.millrace.connect.quickstart;

import org.jspecify.annotations.NullMarked;
