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
import org.junit.jupiter.api.Test;

/** Where a label vouches for a number, any separator that people type may stand between its groups; without one, other figures stay. */
class FuzzedSeparatorsTest {

    private static final List<Specimen> GROUPED =
            Specimen.all().stream().filter(Specimen::isGrouped).toList();
    private static final List<String> SEPARATORS = List.of(
            " ",
            "  ",
            "\t",
            "\u00a0",
            "\u00a0 ",
            "\u2009",
            "\u2007",
            "\u202f",
            "\u2013",
            "\u2212",
            " \u2013 ",
            "_",
            "/",
            ".",
            "-",
            "\n",
            "\r\n",
            " - ",
            "--",
            " / ",
            ". ",
            "-\n",
            "- ",
            " -",
            "\u2011",
            "\u3000",
            "\u2014",
            "   ");
    private static final List<String> ESCAPED = List.of("\\n", "\\t", "&nbsp;", "%20", "\\u00a0", "&ndash;", "%2D");
    private static final List<String> JOINTS = List.of("/", "+", ", ", ",", "; ", " ", "\n", "\t", " / ", "|", " - ");

    private final Map<BuiltInInfoType, Inspector> inspectors = new EnumMap<>(BuiltInInfoType.class);
    private final Inspector all = Inspector.compile(
            InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

    private List<String> found(BuiltInInfoType type, String text, String field) {
        Inspector inspector = inspectors.computeIfAbsent(
                type,
                key -> Inspector.compile(
                        InspectSettings.named(key.name()).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC()));
        return quotes(inspector, text, field);
    }

    private static List<String> quotes(Inspector inspector, String text, String field) {
        return DisjointFindings.of(inspector.inspect(text, field)).stream()
                .map(finding ->
                        text.substring(finding.chars().start(), finding.chars().end()))
                .toList();
    }

    private static String one(List<String> some, Random random) {
        return some.get(random.nextInt(some.size()));
    }

    private static String digits(Random random, int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    @Test
    void aLabelVouchesForAnySeparator() {
        Seeded.tries("a label vouches for any separator", 20_000, random -> {
            Specimen specimen = GROUPED.get(random.nextInt(GROUPED.size()));
            String value = String.join(one(random.nextInt(4) == 0 ? ESCAPED : SEPARATORS, random), specimen.groups());
            String name = specimen.label().replace(' ', '_');

            assertThat(found(specimen.type(), value, name)).as("field %s", name).containsExactly(value);
            for (String form : List.of("x %s %s, ok", "%s:%s\nnext", "{\"z\":1,\"%s\":\"%s\"}")) {
                String text = form.formatted(form.startsWith("{") ? name : specimen.label(), value);
                assertThat(found(specimen.type(), text, "")).as(text).containsExactly(value);
            }
        });
    }

    @Test
    void aLabelVouchesForSeveralSeparatorsInOne() {
        // fifteen digits with a check, of which the first fourteen are a device, too; and telephones end at a column
        List<Specimen> specimens = GROUPED.stream()
                .filter(specimen -> specimen.type() != BuiltInInfoType.IMEI_HARDWARE_ID)
                .filter(specimen -> specimen.type() != BuiltInInfoType.PHONE_NUMBER)
                .toList();
        Seeded.tries("a label vouches for several separators in one number", 10_000, random -> {
            Specimen specimen = specimens.get(random.nextInt(specimens.size()));
            StringBuilder mixed = new StringBuilder(specimen.groups().get(0));
            for (String group : specimen.groups().subList(1, specimen.groups().size())) {
                mixed.append(one(SEPARATORS, random)).append(group);
            }
            String value = mixed.toString();
            String text = "x " + specimen.label() + " " + value + ", ok";

            assertThat(found(specimen.type(), text, "")).as(text).containsExactly(value);
        });
    }

    /** Two numbers behind one label, of one infoType, however they are joined. */
    @Test
    void numbersThatAreJoinedAreTwo() {
        List<String[]> numbers = List.of(
                new String[] {"cards", "4556737586899855", "4111111111111111", "5555555555554444", "378282246310005"},
                new String[] {"cards", "4556-7375-8689-9855", "4111-1111-1111-1111", "5555-5555-5555-4444"},
                new String[] {"SSN", "536-22-8724", "536-22-9731", "219-09-9997"},
                new String[] {"nhs", "943-476-5919", "943-476-5870", "401-023-2137"},
                new String[] {"hetu", "131052-308T", "010594-9021"},
                new String[] {"codice fiscale", "BWEWZT78L12H787X", "RSSMRA85T10A562S"},
                new String[] {"nie", "X8711415G", "Y1234567X"},
                new String[] {"nino", "AA123456B", "AB123456C", "PH123456A"},
                new String[] {"curp", "BOXW310820HNERXN09", "BOXW310820HNERXN09"},
                new String[] {"vin", "1M8GDM9AXKP042788", "5GZCZ43D13S812715"},
                new String[] {"personalausweis", "T220001293", "L01X00T471"},
                new String[] {"pesel", "44051401458", "02070803628"},
                new String[] {"dea", "AB1234563", "BC2345672"},
                new String[] {"phones", "650-253-0199", "650-253-0188", "+1 650-253-0000"},
                new String[] {"iban", "DE89370400440532013000", "GB82WEST12345698765432"},
                new String[] {"ip", "203.0.113.7", "198.51.100.23", "192.0.2.1"});
        Seeded.tries("numbers that are joined are two", 5_000, random -> {
            String[] some = numbers.get(random.nextInt(numbers.size()));
            String first = some[1 + random.nextInt(some.length - 1)];
            String second = some[1 + random.nextInt(some.length - 1)];
            String text = some[0] + " " + first + one(JOINTS, random) + second + " ok";

            assertThat(quotes(all, text, "")).as(text).containsExactly(first, second);
        });
    }

    /** Ranges, dates, versions, amounts and the like, whose figures may fit anything. */
    @Test
    void otherFiguresStay() {
        List<String> forms = List.of(
                "pages %2$s-%3$s",
                "from %4$s to %5$s",
                "%4$s–%5$s",
                "2019-05-0%1$s / 2020-11-1%1$s",
                "0%1$s.05.2021",
                "%1$s.%2$s.%3$s",
                "v%1$s.%2$s.%3$s-rc.1",
                "build %1$s.%2$s.%4$s",
                "ext. %4$s",
                "room %3$s x%2$s",
                "EUR %2$s.%3$s,%2$s",
                "EUR %1$s.%3$s.%3$s,%2$s",
                "$%1$s,%3$s,%3$s.%2$s",
                "%1$s %3$s %3$s,%2$s €",
                "%1$s'%3$s'%3$s.%2$s CHF",
                "%2$s.%4$s, %2$s.%4$s",
                "%2$s:%2$s:%2$s.%3$s",
                "%1$s/%2$s/%3$s",
                "%1$s - %2$s - %3$s",
                "score %2$s:%2$s, %2$s%%",
                "%2$s\t%3$s\t%4$s\t%1$s",
                "%3$s\n%4$s\n%3$s",
                "%1$sx%2$sx%3$s mm",
                "order %4$s-%3$s",
                "sku %1$s_%4$s_%2$s",
                "#%4$s#%3$s",
                "%4$s/%5$s",
                "T+%4$s ms");
        Seeded.tries("other figures stay", 20_000, random -> {
            String text = "see "
                    + one(forms, random)
                            .formatted(
                                    digits(random, 1),
                                    digits(random, 2),
                                    digits(random, 3),
                                    digits(random, 4),
                                    digits(random, 4))
                    + " ok";

            assertThat(quotes(all, text, "")).as(text).isEmpty();
        });
    }
}
