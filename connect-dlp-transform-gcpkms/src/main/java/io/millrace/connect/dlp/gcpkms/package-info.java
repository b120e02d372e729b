/** Unwraps keysets by Google Cloud KMS, an artifact of its own. Asked once, when a transform starts. */
@NullMarked
package io.millrace.connect.dlp.gcpkms;

import org.jspecify.annotations.NullMarked;
