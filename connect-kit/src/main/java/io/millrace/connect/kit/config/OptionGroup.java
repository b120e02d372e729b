// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.config;

import java.util.List;

/** The options of one group file, in the order in which they are shown. */
public record OptionGroup(String name, List<Option<?>> options) {
    public OptionGroup {
        options = List.copyOf(options);
    }

    public static OptionGroup of(String name, Option<?>... options) {
        return new OptionGroup(name, List.of(options));
    }
}
