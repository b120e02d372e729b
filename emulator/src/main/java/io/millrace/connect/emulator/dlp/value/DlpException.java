// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.value;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Why a request is not answered. The text names what was asked for, never content. */
public final class DlpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Status.Code code;
    private final String text;

    private DlpException(Status.Code code, String text) {
        super(text);
        this.code = code;
        this.text = text;
    }

    /** What Cloud DLP refuses too. */
    public static DlpException invalid(String text) {
        return new DlpException(Status.Code.INVALID_ARGUMENT, text);
    }

    /** What Cloud DLP does and the emulator does not. */
    public static DlpException unimplemented(String feature) {
        return new DlpException(Status.Code.UNIMPLEMENTED, "the emulator's DLP does not implement " + feature);
    }

    /** As the end of a call. */
    public StatusRuntimeException toCallEnd() {
        return code.toStatus().withDescription(text).asRuntimeException();
    }
}
