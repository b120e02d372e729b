// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

/** Who finds and masks. */
public enum Engine {
    /** This process, at memory speed. */
    LOCAL,
    /** Cloud DLP, one call for each record. */
    CLOUD,
    /** This process; Cloud DLP sees a sample, and disagreements are counted. */
    SHADOW
}
