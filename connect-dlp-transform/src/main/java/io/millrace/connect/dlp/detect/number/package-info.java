/**
 * Numbers: cards, accounts, identifiers of persons and devices by form and check digit, dates and times. In: groups of
 * digits and letters; out: candidates. One thread at a time.
 */
@NullMarked
package io.millrace.connect.dlp.detect.number;

import org.jspecify.annotations.NullMarked;
