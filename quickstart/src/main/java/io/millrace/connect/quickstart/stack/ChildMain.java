// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Runs another program's main in a child process that does not outlive its parent: when the parent is gone, however it
 * went, standard input ends and so does the child.
 */
final class ChildMain {

    private ChildMain() {}

    /** The first argument is the main class, the others are its own. */
    public static void main(String[] args) throws ReflectiveOperationException {
        Thread watch = new Thread(ChildMain::waitForParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(args, 1, args.length));
        } catch (InvocationTargetException failed) {
            failed.printStackTrace();
            Runtime.getRuntime().exit(1);
        }
    }

    private static void waitForParent() {
        try {
            while (System.in.read() >= 0) {
                // nothing is ever sent
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } finally {
            end();
        }
    }

    /** Hooks run first, one of them stops PostgreSQL; a worker's would wait for a broker that is gone as well. */
    private static void end() {
        Thread exit = new Thread(() -> Runtime.getRuntime().exit(143), "exit");
        exit.start();
        try {
            exit.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } finally {
            Runtime.getRuntime().halt(143);
        }
    }
}
