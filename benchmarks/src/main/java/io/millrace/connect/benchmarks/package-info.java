/** Measurements of the plugins, each with a main class that {@code run.sh} calls. Runs on JMH's threads. */
@NullMarked
package io.millrace.connect.benchmarks;

import org.jspecify.annotations.NullMarked;
