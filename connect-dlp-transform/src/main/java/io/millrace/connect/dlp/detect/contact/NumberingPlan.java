// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.contact;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonemetadata.NumberFormat;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadata;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneNumberDesc;
import com.google.i18n.phonenumbers.metadata.DefaultMetadataDependenciesProvider;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How the telephone numbers of a country are made, out of libphonenumber's metadata. It knows numbers that libphonenumber
 * surely holds for valid, in a hundredth of its time; what it does not know may be valid all the same.
 */
final class NumberingPlan {

    private static final String FIRST_GROUP_ONLY = "\\(?\\$1\\)?";

    private final Kind general;
    private final List<Kind> kinds;
    private final Pattern dialledBefore;
    private final boolean prefixed;

    private record Kind(Pattern pattern, List<Integer> lengths) {

        static Kind of(PhoneNumberDesc description) {
            return new Kind(
                    Pattern.compile(description.getNationalNumberPattern()),
                    List.copyOf(description.getPossibleLengthList()));
        }

        boolean has(String national) {
            return (lengths.isEmpty() || lengths.contains(national.length()))
                    && pattern.matcher(national).matches();
        }
    }

    private NumberingPlan(PhoneMetadata metadata) {
        general = Kind.of(metadata.getGeneralDesc());
        kinds = Stream.of(metadata.getFixedLine(), metadata.getMobile(), metadata.getTollFree())
                .filter(description -> !description.getNationalNumberPattern().isEmpty())
                .map(Kind::of)
                .toList();
        String trunk = metadata.getNationalPrefixForParsing();
        String abroad = metadata.getInternationalPrefix();
        dialledBefore = Pattern.compile(trunk.isEmpty() ? abroad : "(?:" + abroad + ")|(?:" + trunk + ")");
        prefixed = metadata.getNumberFormatList().stream().anyMatch(NumberingPlan::isPrefixed);
    }

    /** True when a number is only written nationally with a prefix, so that one without it is not taken for one. */
    private static boolean isPrefixed(NumberFormat format) {
        String rule = format.getNationalPrefixFormattingRule();
        return !rule.isEmpty() && !format.getNationalPrefixOptionalWhenFormatting() && !rule.matches(FIRST_GROUP_ONLY);
    }

    /** The plan of a region, unless it shares another's, whose numbers would be the other's. */
    static Optional<NumberingPlan> of(PhoneNumberUtil numbers, String region) {
        boolean main = numbers.getSupportedRegions().contains(region)
                && numbers.getRegionCodeForCountryCode(numbers.getCountryCodeForRegion(region))
                        .equals(region);
        return main
                ? Optional.of(new NumberingPlan(DefaultMetadataDependenciesProvider.getInstance()
                        .getPhoneNumberMetadataSource()
                        .getMetadataForRegion(region)))
                : Optional.empty();
    }

    /** True when the digits behind a country's code are surely a number there. */
    boolean isInternational(String digits) {
        return !dialledBefore.matcher(digits).lookingAt()
                && general.has(digits)
                && kinds.stream().anyMatch(kind -> kind.has(digits));
    }

    /** True when the digits as dialled within the country are surely a number there. */
    boolean isNational(String digits) {
        return !prefixed && isInternational(digits);
    }
}
