// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedPathsTest {
    @TempDir
    Path folder;

    @Test
    void containsWhatIsInAFolderAndWhatWouldBe() throws IOException {
        AllowedPaths allowed = AllowedPaths.parse(" /nowhere/at/all , " + folder.resolve("in"));
        Files.createDirectory(folder.resolve("in"));
        Files.createFile(folder.resolve("in/file"));

        assertThat(allowed.areSet()).isTrue();
        assertThat(allowed.contain(folder.resolve("in"))).isTrue();
        assertThat(allowed.contain(folder.resolve("in/file"))).isTrue();
        assertThat(allowed.contain(folder.resolve("in/later/file"))).isTrue();
        assertThat(allowed.contain(folder.resolve("in/./a/../file"))).isFalse(); // a is not there to be left again
        assertThat(allowed.contain(folder.resolve("in/../out"))).isFalse();
        assertThat(allowed.contain(folder.resolve("inside"))).isFalse();
        assertThat(allowed.contain(folder)).isFalse();
    }

    @Test
    void followsLinksBeforeItJudges() throws IOException {
        AllowedPaths allowed = AllowedPaths.parse(folder.resolve("in").toString());
        Path in = Files.createDirectory(folder.resolve("in"));
        Path out = Files.createFile(folder.resolve("out"));
        Files.createSymbolicLink(in.resolve("link"), out);
        Files.createSymbolicLink(in.resolve("up"), folder);
        Files.createSymbolicLink(in.resolve("broken"), folder.resolve("not-yet"));
        Files.createSymbolicLink(in.resolve("loop"), in.resolve("loop"));
        Files.createSymbolicLink(folder.resolve("door"), in);

        for (String path : new String[] {"in/link", "in/up/out", "in/up/not-yet", "in/broken", "in/loop"}) {
            assertThat(allowed.contain(folder.resolve(path))).as(path).isFalse();
        }
        assertThat(allowed.contain(folder.resolve("door/file"))).isTrue();
        assertThat(AllowedPaths.parse(folder.resolve("door").toString()).contain(in.resolve("file")))
                .isTrue();
    }

    @Test
    void containsNothingUntilAFolderIsNamed() {
        assertThat(AllowedPaths.parse(" ").areSet()).isFalse();
        assertThat(AllowedPaths.parse("").contain(folder)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "", "relative", "/", "//", "..", "\ud800"})
    void containsNoTextThatIsNoPathInAFolder(String path) {
        assertThat(new AllowedPaths(List.of(folder)).contain(path)).isFalse();
    }

    @Test
    void containsNoPathThatIsTooLongToBeOne() {
        assertThat(new AllowedPaths(List.of(folder)).contain(folder + "/a".repeat(500_000)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"relative/path", "/ok,~/x"})
    void saysWhichEntryIsNoFolder(String list) {
        assertThatThrownBy(() -> AllowedPaths.parse(list)).hasMessageContaining(AllowedPaths.PROPERTY);
    }
}
