// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp;

import com.google.privacy.dlp.v2.CustomInfoType;
import com.google.privacy.dlp.v2.InfoType;
import com.google.privacy.dlp.v2.InspectConfig;
import com.google.privacy.dlp.v2.Likelihood;
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

    /** The same request with a dictionary for each trained infoType that it names. */
    InspectConfig explained(InspectConfig config) {
        InspectConfig.Builder explained = config.toBuilder().clearInfoTypes();
        for (InfoType type : config.getInfoTypesList()) {
            List<String> known = phrases.get(type.getName());
            if (known == null) {
                explained.addInfoTypes(type);
            } else {
                explained.addCustomInfoTypes(CustomInfoType.newBuilder()
                        .setInfoType(type)
                        .setLikelihood(Likelihood.LIKELY)
                        .setDictionary(CustomInfoType.Dictionary.newBuilder()
                                .setWordList(CustomInfoType.Dictionary.WordList.newBuilder()
                                        .addAllWords(known))));
            }
        }
        return explained.build();
    }
}
