// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** That the plugins tell the released version is in their own tests, where Maven fills the resource in. */
class PluginVersionTest {
    @Test
    void classesThatNoBuildHasPackedAreUnreleased() {
        assertThat(PluginVersion.of(PluginVersionTest.class))
                .as("as it is written")
                .isEqualTo("unreleased");
        assertThat(PluginVersion.of(String.class)).as("no resource").isEqualTo("unreleased");
    }
}
