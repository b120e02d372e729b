/**
 * What a record costs in a real worker: a topic of orders, a converter that costs little, a sink that drops its rows and
 * ours into an emulator that does. In comes nothing, out comes the worker's CPU time per million rows. The converter and
 * the dropping sink are plugins of the worker, the rest is the program that measures.
 */
@NullMarked
package io.millrace.connect.benchmarks.endtoend;

import org.jspecify.annotations.NullMarked;
