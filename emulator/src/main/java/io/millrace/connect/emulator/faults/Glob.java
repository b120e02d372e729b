// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.faults;

/** A pattern in which {@code *} stands for any run of characters. */
final class Glob {
    private Glob() {}

    static boolean matches(String pattern, String text) {
        return matches(pattern, 0, text, 0);
    }

    /** A table may be named without its project: {@code raw.orders} fits {@code my-project.raw.orders}. */
    static boolean matchesResource(String pattern, String resource) {
        int dot = resource.indexOf('.');
        return matches(pattern, resource) || (dot >= 0 && matches(pattern, resource.substring(dot + 1)));
    }

    private static boolean matches(String pattern, int p, String text, int t) {
        int star = pattern.indexOf('*', p);
        if (star < 0) {
            return pattern.substring(p).equals(text.substring(t));
        }
        String head = pattern.substring(p, star);
        if (!text.startsWith(head, t)) {
            return false;
        }
        for (int rest = t + head.length(); rest <= text.length(); rest++) {
            if (matches(pattern, star + 1, text, rest)) {
                return true;
            }
        }
        return false;
    }
}
