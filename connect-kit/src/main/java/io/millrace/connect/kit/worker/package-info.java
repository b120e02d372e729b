/**
 * What a plugin learns from its worker, and tells it: whose instance it is, and which version. Comes in: metrics tags, the
 * logging context, a resource of the build; goes out: names.
 */
@NullMarked
package io.millrace.connect.kit.worker;

import org.jspecify.annotations.NullMarked;
