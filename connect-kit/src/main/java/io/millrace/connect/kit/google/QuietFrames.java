// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.google;

import io.grpc.netty.shaded.io.netty.util.internal.logging.InternalLoggerFactory;
import io.grpc.netty.shaded.io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps gRPC from logging what it sends. At DEBUG its transport writes the beginning of every frame in hexadecimal, with
 * values and keys in it, and the error texts of the server, which may quote them. A level cannot be set through slf4j, so
 * the transport in this plugin's class loader logs to java.util.logging, where it can.
 */
final class QuietFrames {
    // A field, since java.util.logging forgets the level of a logger that nobody holds
    private static final Logger FRAMES = Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyClientHandler");

    private QuietFrames() {}

    /** Call before the first channel is made. */
    static void ensure() {
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        FRAMES.setLevel(Level.INFO);
    }
}
