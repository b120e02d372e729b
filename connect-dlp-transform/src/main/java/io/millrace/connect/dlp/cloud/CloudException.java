// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud;

/** Cloud DLP did not answer. Carries a status, never a request: the client's own messages may quote it. */
public final class CloudException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean worthRetrying;

    /**
     * A failure.
     *
     * @param status gRPC's status code
     * @param worthRetrying true for quota, unavailability and time-out
     */
    public CloudException(String status, boolean worthRetrying) {
        super("Cloud DLP answered " + status, null, false, false);
        this.worthRetrying = worthRetrying;
    }

    /** Whether the same question may be answered later. */
    public boolean worthRetrying() {
        return worthRetrying;
    }
}
