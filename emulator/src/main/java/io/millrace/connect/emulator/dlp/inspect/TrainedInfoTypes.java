// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.inspect;

import java.util.List;
import java.util.Map;

/**
 * infoTypes that Cloud DLP finds by trained models, as PERSON_NAME: here each finds the phrases it was given.
 *
 * @param phrases by the infoType's name
 */
public record TrainedInfoTypes(Map<String, List<String>> phrases) {
    public TrainedInfoTypes {
        phrases = Map.copyOf(phrases);
    }
}
