// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.inspect;

import com.google.privacy.dlp.v2.CustomInfoType;
import com.google.privacy.dlp.v2.CustomInfoType.Regex;
import com.google.privacy.dlp.v2.Likelihood;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.millrace.connect.emulator.dlp.value.DlpException;
import java.util.List;

/** InfoTypes that a request defines. */
final class CustomInfoTypes {
    private CustomInfoTypes() {}

    static Detector detector(CustomInfoType custom) {
        Likelihood likelihood = custom.getLikelihood() == Likelihood.LIKELIHOOD_UNSPECIFIED
                ? Likelihood.VERY_LIKELY
                : custom.getLikelihood();
        return switch (custom.getTypeCase()) {
            case DICTIONARY -> Phrases.of(custom.getDictionary(), likelihood);
            case REGEX -> matches(custom.getRegex(), likelihood);
            case SURROGATE_TYPE -> surrogates(custom.getInfoType().getName(), likelihood);
            case STORED_TYPE -> throw DlpException.unimplemented("stored infoTypes");
            case METADATA_KEY_VALUE_EXPRESSION -> throw DlpException.unimplemented("infoTypes of metadata");
            case TYPE_NOT_SET ->
                throw DlpException.invalid(
                        "the custom infoType " + custom.getInfoType().getName() + " says not how it is found");
        };
    }

    private static Detector matches(Regex regex, Likelihood likelihood) {
        Pattern pattern = Re2.pattern(regex);
        List<Integer> groups = regex.getGroupIndexesCount() == 0 ? List.of(0) : regex.getGroupIndexesList();
        return (text, found) -> {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                for (int group : groups) {
                    if (matcher.start(group) >= 0 && matcher.start(group) < matcher.end(group)) {
                        found.accept(new Span(matcher.start(group), matcher.end(group)), likelihood);
                    }
                }
            }
        };
    }

    /** {@code NAME(length):token}, as reversible transformations write it. */
    private static Detector surrogates(String name, Likelihood likelihood) {
        Pattern prefix = Pattern.compile(Pattern.quote(name) + "\\((\\d{1,6})\\):");
        return (text, found) -> {
            Matcher matcher = prefix.matcher(text);
            while (matcher.find()) {
                int end = matcher.end() + Integer.parseInt(matcher.group(1));
                if (end <= text.length()) {
                    found.accept(new Span(matcher.start(), end), likelihood);
                }
            }
        };
    }
}
