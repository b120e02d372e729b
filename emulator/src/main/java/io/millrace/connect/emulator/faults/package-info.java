/**
 * Breaks the wire on demand and writes down what came over it: every call a front takes comes in as a {@link
 * io.millrace.connect.emulator.faults.Call}, what shall happen to it goes out as a disruption. Thread-safe.
 */
@NullMarked
package io.millrace.connect.emulator.faults;

import org.jspecify.annotations.NullMarked;
