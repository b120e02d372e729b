/**
 * The shared loopback HTTP front: a request comes in, the handler of the first route that fits answers it.
 * Every request runs on its own thread of the front's pool; handlers must be thread-safe.
 */
@NullMarked
package io.millrace.connect.emulator.http;

import org.jspecify.annotations.NullMarked;
