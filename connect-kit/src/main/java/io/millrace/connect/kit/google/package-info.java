/**
 * How a plugin proves who it is to Google, at which addresses, and through which proxy. Comes in: options; goes out:
 * credentials, transports and proxy detectors. Nothing is called before a client asks.
 */
@NullMarked
package io.millrace.connect.kit.google;

import org.jspecify.annotations.NullMarked;
