/**
 * What somebody wrote, read one by one: a named thing's properties, or a JSON object of a policy. In: the text; out: values,
 * or an error that names the property or member at fault. What was given and never read is an error. One thread.
 */
@NullMarked
package io.millrace.connect.dlp.options;

import org.jspecify.annotations.NullMarked;
