/**
 * What to look for: Cloud DLP's InspectConfig as values. In: what config parsed; out: what detect compiles and what Cloud
 * DLP is told. Names of infoTypes, likelihoods, custom infoTypes and their rules. Immutable, any thread.
 */
@NullMarked
package io.millrace.connect.dlp.infotype;

import org.jspecify.annotations.NullMarked;
