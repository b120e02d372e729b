/**
 * What a connector's author may reach through the worker, and how the worker's operator allows more: by properties of the
 * JVM, which no connector's configuration can set. Comes in: addresses and paths of a configuration; goes out: yes, no, or
 * a file's content. No network; files are read on the caller's thread.
 */
@NullMarked
package io.millrace.connect.kit.trust;

import org.jspecify.annotations.NullMarked;
