// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.inspect;

import com.google.privacy.dlp.v2.Likelihood;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The infoTypes of Cloud DLP that have a shape or a checksum, as far as the emulator knows them. */
final class BuiltInInfoTypes {
    private static final Map<String, List<Shape>> SHAPES = Map.of(
            "EMAIL_ADDRESS",
            List.of(
                    Shape.of(
                            Likelihood.VERY_LIKELY,
                            "(?<![\\w.+-])\\w[\\w.!#$%&'*+/=?^`{|}~-]{0,63}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,24}(?!\\w)")),
            "PHONE_NUMBER",
            List.of(
                    Shape.of(
                            Likelihood.LIKELY,
                            "(?<![\\w.+/-]|\\d )(?:\\+?1[ .-]?)?(?:\\([2-9]\\d{2}\\) ?|[2-9]\\d{2}[ .-])[2-9]\\d{2}[ .-]\\d{4}(?!\\w|[ .-]\\d)"),
                    Shape.of(Likelihood.LIKELY, "(?<!\\w)\\+\\d(?:[ .()/-]{0,2}\\d){7,14}(?!\\w)"),
                    Shape.of(Likelihood.UNLIKELY, "(?<![\\w.+-])[2-9]\\d{9}(?![\\w.-])")),
            "CREDIT_CARD_NUMBER",
            List.of(Shape.of(
                    Likelihood.VERY_LIKELY, "(?<![\\w-])\\d(?:[ -]?\\d){11,18}(?![\\w-])", Checksums::isCardNumber)),
            "US_SOCIAL_SECURITY_NUMBER",
            List.of(
                    Shape.of(
                            Likelihood.VERY_LIKELY,
                            "(?<![\\w-])(?!000|666|9)\\d{3}-(?!00)\\d{2}-(?!0000)\\d{4}(?![\\w-])"),
                    Shape.of(
                            Likelihood.UNLIKELY, "(?<![\\w-])(?!000|666|9)\\d{3}(?!00)\\d{2}(?!0000)\\d{4}(?![\\w-])")),
            "IBAN_CODE",
            List.of(Shape.of(
                    Likelihood.VERY_LIKELY,
                    "(?<!\\w)[a-z]{2}\\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?(?!\\w)",
                    Checksums::isIban)),
            "IP_ADDRESS",
            List.of(
                    Shape.of(
                            Likelihood.LIKELY,
                            "(?<![\\w.])(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?![\\w.]*\\w)"),
                    Shape.of(
                            Likelihood.LIKELY,
                            "(?<![\\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\\w:]|\\.\\w)",
                            Checksums::isIpV6)),
            "MAC_ADDRESS",
            List.of(Shape.of(
                    Likelihood.LIKELY, "(?<![\\w:-])[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\\1){4}[0-9a-f]{2}(?![\\w:-])")),
            "URL",
            List.of(Shape.of(Likelihood.VERY_LIKELY, "(?<!\\w)(?:https?|ftp)://[^\\s<>\"']*[^\\s<>\"'.,;:!?)\\]}]")),
            "DOMAIN_NAME",
            List.of(Shape.of(
                    Likelihood.LIKELY,
                    "(?<![\\w@.-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,24}(?![\\w-])")),
            "DATE",
            List.of(Shape.of(
                    Likelihood.LIKELY,
                    "(?<![\\w/-])(?:\\d{4}-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\\d|3[01])"
                            + "|(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\\d|3[01])/\\d{4})(?![\\w/-])")));

    private BuiltInInfoTypes() {}

    /** One way to write it. */
    private record Shape(Likelihood likelihood, Pattern pattern, Predicate<String> check) {
        static Shape of(Likelihood likelihood, String pattern) {
            return of(likelihood, pattern, any -> true);
        }

        static Shape of(Likelihood likelihood, String pattern, Predicate<String> check) {
            return new Shape(likelihood, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), check);
        }
    }

    /** Null for a name that is not known here. */
    static @Nullable Detector detector(String infoType) {
        List<Shape> shapes = SHAPES.get(infoType);
        return shapes == null
                ? null
                : (text, found) -> {
                    for (Shape shape : shapes) {
                        Matcher matcher = shape.pattern().matcher(text);
                        while (matcher.find()) {
                            if (shape.check().test(matcher.group())) {
                                found.accept(new Span(matcher.start(), matcher.end()), shape.likelihood());
                            }
                        }
                    }
                };
    }
}
