// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud;

import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Cloud DLP, as the walk asks it. One call for each record; an implementation remembers, paces and limits its calls. */
public interface CloudEngine extends AutoCloseable {

    /** What was found in a text. */
    record Found(InfoType infoType, Likelihood likelihood) {}

    /**
     * The masked text for each question of one record; a question without an answer is one that failed.
     *
     * @throws CloudException without any value in its message
     */
    Map<Question, String> deidentify(Set<Question> row) throws CloudException;

    /**
     * What is found in the text of each question; a question without an answer has nothing in it.
     *
     * @throws CloudException without any value in its message
     */
    Map<Question, List<Found>> inspect(Set<Question> texts) throws CloudException;

    @Override
    void close();

    /** Opens engines; found by ServiceLoader in the artifact connect-dlp-transform-cloud. */
    interface Provider {
        /**
         * An engine.
         *
         * @param keys 32 bytes for a key's name, null for the only key; throws IllegalArgumentException for one that is
         *     missing
         */
        CloudEngine open(CloudSettings settings, InspectSettings inspect, Function<@Nullable String, byte[]> keys);
    }
}
