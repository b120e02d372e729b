/**
 * Cloud DLP's content methods. In: inspectContent and deidentifyContent over gRPC, for text and tables, read by Google's
 * dlp.proto; out: what was found and what stands in its place. Any thread; faults as everywhere.
 */
@NullMarked
package io.millrace.connect.emulator.dlp;

import org.jspecify.annotations.NullMarked;
