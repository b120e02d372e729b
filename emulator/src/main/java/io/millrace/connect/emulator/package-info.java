/**
 * A local Google Cloud: wires store, fronts and fault plan together, in-process ({@link
 * io.millrace.connect.emulator.Emulator}) or as a program ({@link io.millrace.connect.emulator.EmulatorMain}).
 */
@NullMarked
package io.millrace.connect.emulator;

import org.jspecify.annotations.NullMarked;
