// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import io.millrace.connect.testkit.Seeded;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What Unicode lets one ignore, and marks on letters, between, within and around the groups of every infoType: it hides nothing. */
class FuzzedUnseenTest {

    // Those that texts have: of directions, joiners, selectors, soft hyphens, fillers
    private static final int[] COMMON = {
        0xAD, 0x34F, 0x61C, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202A, 0x202C, 0x202E, 0x2060, 0x2063,
        0x2066, 0x2069, 0xFEFF, 0xFE0E, 0xFE0F, 0x301, 0x308, 0x20E3, 0x3164, 0xFFA0
    };
    private static final int[] IGNORABLE = IntStream.rangeClosed(0x80, Character.MAX_CODE_POINT)
            .filter(FuzzedUnseenTest::isIgnorable)
            .toArray();
    private static final int[] MARKS = IntStream.rangeClosed(0x80, Character.MAX_CODE_POINT)
            .filter(c -> isMark(c) && !isIgnorable(c))
            .toArray();

    private final Map<BuiltInInfoType, Inspector> inspectors = new EnumMap<>(BuiltInInfoType.class);

    /** Default_Ignorable_Code_Point of Unicode 16.0, DerivedCoreProperties.txt, and all that Java calls format characters. */
    private static boolean isIgnorable(int c) {
        return Character.getType(c) == Character.FORMAT
                || IntStream.of(0xAD, 0x34F, 0x61C, 0x3164, 0xFEFF, 0xFFA0).anyMatch(each -> each == c)
                || isIn(c, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180F, 0x200B, 0x200F, 0x202A, 0x202E)
                || isIn(c, 0x2060, 0x206F, 0xFE00, 0xFE0F, 0xFFF0, 0xFFF8, 0x1BCA0, 0x1BCA3, 0x1D173, 0x1D17A)
                || isIn(c, 0xE0000, 0xE0FFF);
    }

    private static boolean isIn(int c, int... ranges) {
        return IntStream.range(0, ranges.length / 2).anyMatch(i -> ranges[2 * i] <= c && c <= ranges[2 * i + 1]);
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    private static int one(int[] some, Random random) {
        return some[random.nextInt(some.length)];
    }

    /** The specimen with it between its groups, beside their separators or instead, or anywhere within. */
    private static String hidden(Specimen specimen, String unseen, Random random) {
        if (specimen.isGrouped() && random.nextBoolean()) {
            String separator = List.of(unseen, unseen + specimen.separator(), specimen.separator() + unseen)
                    .get(random.nextInt(3));
            return String.join(separator, specimen.groups());
        }
        String value = specimen.value();
        StringBuilder hidden = new StringBuilder();
        int least = 1 + random.nextInt(value.length() - 1);
        for (int i = 0; i < value.length(); i++) {
            boolean here = i > 0 && (i == least || random.nextInt(6) == 0);
            hidden.append(here ? unseen : "").append(value.charAt(i));
        }
        return hidden.toString();
    }

    private void assertFound(Specimen specimen, String before, String value, String after, String unseen) {
        Inspector inspector = inspectors.computeIfAbsent(
                specimen.type(),
                type -> Inspector.compile(
                        InspectSettings.named(type.name()).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC()));
        String text = before + value + after;
        int behind = before.length() + value.length();

        assertThat(DisjointFindings.of(inspector.inspect(text)))
                .as("%s behind %04x", text, unseen.codePointAt(0))
                .singleElement()
                .satisfies(finding -> {
                    // what cannot be seen right beside it may go with it
                    assertThat(finding.chars().start()).isBetween(before.length() - unseen.length(), before.length());
                    assertThat(finding.chars().end()).isBetween(behind, behind + unseen.length());
                });
    }

    @Test
    void nothingWithinANumberOrWordHidesIt() {
        List<Specimen> specimens = Specimen.all().stream()
                // which is taken up to its line's end where its last dashes are apart
                .filter(specimen -> specimen.type() != BuiltInInfoType.ENCRYPTION_KEY
                        && specimen.value().length() > 2)
                .toList();
        Seeded.tries("nothing unseen within a number or word hides it", 20_000, random -> {
            Specimen specimen = specimens.get(random.nextInt(specimens.size()));
            int[] some = List.of(COMMON, IGNORABLE, MARKS).get(random.nextInt(3));
            String unseen = Character.toString(one(some, random));
            String after = specimen.type() == BuiltInInfoType.HTTP_COOKIE ? "\n" : " x";

            assertFound(specimen, "see " + specimen.labelMark() + " ", hidden(specimen, unseen, random), after, unseen);
        });
    }

    @Test
    void nothingAroundANumberOrInItsLabelHidesIt() {
        List<Specimen> specimens = Specimen.all().stream()
                .filter(specimen -> specimen.type() != BuiltInInfoType.HTTP_COOKIE)
                .toList();
        Seeded.tries("nothing unseen around a number hides it", 20_000, random -> {
            Specimen specimen = specimens.get(random.nextInt(specimens.size()));
            String unseen = Character.toString(one(random.nextBoolean() ? COMMON : IGNORABLE, random));
            String label = specimen.labelMark();
            int in = 1 + random.nextInt(label.length() - 1);
            String before = switch (random.nextInt(4)) {
                case 0 -> label.substring(0, in) + unseen + label.substring(in) + " ";
                case 1 -> specimen.label() + unseen + (label.equals(specimen.label()) ? " " : ": ");
                default -> label + " " + unseen;
            };
            String after = random.nextBoolean() ? unseen + " x" : unseen + ", x";

            assertFound(specimen, "see " + before, specimen.value(), after, unseen);
        });
    }
}
