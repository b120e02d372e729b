/**
 * What operators watch: one way to show a plugin's numbers, by JMX on every worker and among the worker's own metrics from
 * Connect 4.1 on. Comes in: numbers, written by any thread; goes out: MBeans named
 * {@code io.millrace.connect:type=<plugin>-<what they are of>,connector="…",task="…",…} with attributes such as
 * {@code rows-total}. Why not Kafka's own reporter: docs/decisions/0007-metrics-are-published-by-the-kit.md.
 */
@NullMarked
package io.millrace.connect.kit.metrics;

import org.jspecify.annotations.NullMarked;
