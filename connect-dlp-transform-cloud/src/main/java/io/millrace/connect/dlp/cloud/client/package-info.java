/**
 * Google Cloud DLP as the transform's engine, an artifact of its own. In: the covered fields of one record; out: their
 * masked texts, by one deidentifyContent call. Called on the task's thread, or on the shadow's.
 */
@NullMarked
package io.millrace.connect.dlp.cloud.client;

import org.jspecify.annotations.NullMarked;
