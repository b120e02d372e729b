/**
 * What a remote engine is asked and answers. In: the fields of one record that rules cover; out: their masked text. The
 * implementation is an artifact of its own, found by ServiceLoader; called on the task's thread.
 */
@NullMarked
package io.millrace.connect.dlp.cloud;

import org.jspecify.annotations.NullMarked;
