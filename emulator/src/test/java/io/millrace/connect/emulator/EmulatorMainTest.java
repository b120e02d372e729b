// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class EmulatorMainTest {
    private final StringWriter said = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new EmulatorMain())
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "example.org"})
    void anyAddressButLoopbackIsRefused(String host) {
        assertThat(run("--host", host)).isEqualTo(2);
        assertThat(said.toString()).contains("--host is " + host);
    }

    @Test
    void helpNamesEveryOption() {
        assertThat(run("--help")).isZero();
        assertThat(said.toString()).contains("--port", "--grpc-port", "--data", "--discard", "--faults");
    }
}
