/**
 * What computers are called: IP and hardware addresses, host names, URLs. In: the text around a mark; out: candidates.
 * One thread at a time.
 */
@NullMarked
package io.millrace.connect.dlp.detect.network;

import org.jspecify.annotations.NullMarked;
