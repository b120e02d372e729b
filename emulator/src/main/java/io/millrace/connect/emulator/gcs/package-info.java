/**
 * Google Cloud Storage's JSON API as its Java client uses it: requests come in from the HTTP front, objects go to
 * memory or disk and out to load jobs. Any thread; one lock guards all objects.
 */
@NullMarked
package io.millrace.connect.emulator.gcs;

import org.jspecify.annotations.NullMarked;
