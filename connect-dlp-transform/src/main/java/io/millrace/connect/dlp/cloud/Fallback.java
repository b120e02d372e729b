// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud;

/** What happens to a record when Cloud DLP cannot be asked. */
public enum Fallback {
    /** This process masks it. */
    LOCAL,
    /** Its covered fields are emptied. */
    REDACT,
    /** Connect retries the record, by its errors.retry.timeout. */
    RETRY
}
