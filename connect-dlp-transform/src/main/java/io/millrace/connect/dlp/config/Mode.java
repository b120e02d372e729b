// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

/** Whether records change. */
public enum Mode {
    DEIDENTIFY,
    /** Nothing changes; what would be found and masked is counted. */
    INSPECT
}
