// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.transform;

import com.google.privacy.dlp.v2.InfoType;

/** How a token that can be reversed is marked: {@code NAME(length):token}, or not at all where no name is given. */
record Surrogate(InfoType infoType) {
    String mark(String token) {
        return infoType.getName().isEmpty()
                ? token
                : infoType.getName() + "(" + token.codePointCount(0, token.length()) + "):" + token;
    }
}
