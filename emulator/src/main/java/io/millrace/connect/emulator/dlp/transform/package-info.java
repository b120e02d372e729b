/**
 * Cloud DLP's primitive transformations. In: a {@code PrimitiveTransformation} of a request, then values; out: what stands
 * in their place. Cryptography is the JDK's, Tink's and Bouncy Castle's. Any thread.
 */
@NullMarked
package io.millrace.connect.emulator.dlp.transform;

import org.jspecify.annotations.NullMarked;
