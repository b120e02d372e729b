// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

/** Takes the matches of one text in UTF-16 units. */
@FunctionalInterface
interface Matches {
    void add(int start, int end);
}
