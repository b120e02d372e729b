// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit;

import java.nio.file.Path;
import org.apache.kafka.common.config.types.Password;

/** Where credentials come from before any impersonation. */
public sealed interface CredentialSource {
    /** Application Default Credentials of the worker: its environment, its machine. */
    record ApplicationDefault() implements CredentialSource {}

    /** A JSON file on the worker, read at start. */
    record KeyFile(Path path) implements CredentialSource {}

    /** The JSON itself. */
    record KeyJson(Password json) implements CredentialSource {}

    /** No credentials at all: for an emulator. */
    record None() implements CredentialSource {}
}
