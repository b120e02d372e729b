// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names that mean something inside a query: WITH queries, and tables that array paths may begin with. */
final class Scope {
    private final Deque<Level> levels = new ArrayDeque<>();

    private static final class Level {
        final Set<String> queries = new HashSet<>();
        final Set<String> aliases = new HashSet<>();
    }

    void enter() {
        levels.push(new Level());
    }

    void leave() {
        levels.pop();
    }

    void addQuery(String name) {
        levels.element().queries.add(name.toLowerCase(Locale.ROOT));
    }

    void addAlias(String name) {
        if (levels.isEmpty()) {
            enter();
        }
        levels.element().aliases.add(name.toLowerCase(Locale.ROOT));
    }

    boolean isQuery(String name) {
        return levels.stream().anyMatch(level -> level.queries.contains(name.toLowerCase(Locale.ROOT)));
    }

    boolean isAlias(String name) {
        return levels.stream().anyMatch(level -> level.aliases.contains(name.toLowerCase(Locale.ROOT)));
    }
}
