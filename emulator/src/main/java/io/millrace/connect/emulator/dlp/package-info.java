/**
 * Cloud DLP's content methods. In: inspectContent and deidentifyContent over gRPC, for text and tables; out: what the
 * local engine of the DLP transform finds and masks. Any thread; faults as everywhere.
 */
@NullMarked
package io.millrace.connect.emulator.dlp;

import org.jspecify.annotations.NullMarked;
