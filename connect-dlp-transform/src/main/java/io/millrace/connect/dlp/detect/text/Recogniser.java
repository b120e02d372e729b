// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

/** Looks at the text around a character that starts or marks something sensitive. */
@FunctionalInterface
public interface Recogniser {

    /**
     * Reports what it recognises around {@code position}.
     *
     * @return where the scan goes on, after {@code position}; nothing that another recogniser needs is skipped
     */
    int at(Scan scan, int position);
}
