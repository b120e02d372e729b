// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands right before or behind a number, with a mark or nothing between, at the default threshold. */
class GluedNumbersTest {

    private final Inspector inspector = Inspector.compile(
            InspectSettings.of(BuiltInInfoType.DEFAULT_V1)
                    .withMinLikelihood(Likelihood.LIKELY)
                    .withRegions(List.of("US", "DE")),
            Clock.systemUTC());

    private List<String> found(String text) {
        return DisjointFindings.of(inspector.inspect(text)).stream()
                .map(finding ->
                        text.substring(finding.chars().start(), finding.chars().end()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "tel,650-253-7793",
        "phone,+16502535586",
        "fax,(650) 253-8538",
        "mobile,+1 650 253-0123",
        "Tel,030-90182011",
        "tel,6502537793",
        "homePhone,650-253-7793",
        "ssn,219-09-9997",
        "customerSsn,219-09-9997",
        "card,4556-7375-8689-9855",
        "visa,4556737586899855",
        "ip,203.0.113.9",
        "host,203.0.113.9",
        "nhs,943 476 5919",
        "dob,1985-07-04",
        "born,19850704",
        "mac,00-16-3e-5e-6c-00",
        "iban,DE89370400440532013000"
    })
    void aLabelMayBeGluedToItsNumberWithAMarkOrWithout(String label, String value) {
        boolean words = !label.equals(label.toLowerCase(Locale.ROOT));
        for (String word : words ? List.of(label) : List.of(label, label.toUpperCase(Locale.ROOT), capital(label))) {
            for (String mark : List.of("", ".", "-", "/", "_", ":", "#", ".: ", "=")) {
                boolean letters = Character.isLetter(value.charAt(0));
                if (mark.isEmpty() && letters) {
                    continue; // nobody can tell where the label ends
                }
                String text = word + mark + value;
                assertThat(found(text)).as(text).containsExactly(value);
                assertThat(found("see " + text + ", ok")).as(text).containsExactly(value);
            }
        }
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "see.+16502535586 | +16502535586",
                "x-+16502535586 | +16502535586",
                "This is the end.650-253-7793 ok | 650-253-7793",
                "the end.219-09-9997 ok | 219-09-9997",
                "650-253-0199/650-253-0188 | 650-253-0199,650-253-0188",
                "650 253-0199/650 253-0188 | 650 253-0199,650 253-0188",
                "reach me @650-253-0199 | 650-253-0199",
                "_203.0.113.9_ | 203.0.113.9",
                "_650-253-0199_ | 650-253-0199",
                "_219-09-9997_ | 219-09-9997",
                "203.0.113.9_203.0.113.20 | 203.0.113.9,203.0.113.20",
                "backup_203.0.113.9_2026.tar | 203.0.113.9",
                "user_219-09-9997.pdf | 219-09-9997",
                "scan-of_4556-7375-8689-9855.png | 4556-7375-8689-9855",
                "call 650-253-0199or write | 650-253-0199",
                "call 650-253-0199но | 650-253-0199",
                "4556-7375-8689-9855но | 4556-7375-8689-9855",
                "4556-7375-8689-9855رقم | 4556-7375-8689-9855",
                "карта4556-7375-8689-9855 | 4556-7375-8689-9855",
                "203.0.113.9и | 203.0.113.9",
                "203.0.113.9.52344 > 198.51.100.2.443: Flags [S] | 203.0.113.9,198.51.100.2",
                "IP 10.1.2.3.52344 > 10.1.2.4.443: UDP | 10.1.2.3,10.1.2.4",
                "tcp4 0 0 203.0.113.9.22 198.51.100.2.52344 ESTABLISHED | 203.0.113.9,198.51.100.2",
                "IP6 2001:db8::1.443 > 2001:db8::2.5000: tcp | 2001:db8::1,2001:db8::2",
                "MAC=00:16:3e:5e:6c:00:00:1b:21:3c:9d:f8:08:00 SRC= | 00:16:3e:5e:6c:00,00:1b:21:3c:9d:f8"
            })
    void neighboursThatAreNoPartOfANumberHideNothing(String text, String values) {
        assertThat(found(text)).containsExactly(values.split(","));
    }

    /** Parts of names, of versions, of longer numbers. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "v.650-253-7793",
                "img/650-253-7793",
                "sku-650-253-7793",
                "a.b.650-253-7793",
                "x1.219-09-9997",
                "ref_4556737586899855",
                "order.4556737586899855",
                "order_9434765919",
                "12_219-09-9997",
                "219-09-9997_12",
                "libssl.so.1.0.2.3",
                "nginx_1.25.3.1_amd64.deb",
                "foo-10.20.30.40.jar",
                "1.3.6.1.4.1",
                "1.2.3.4.5",
                "lesson650-253-7793",
                "a1ssn219-09-9997",
                "4556-7375-8689-9855a1"
            })
    void whatIsGluedToSomethingElseIsLeftAlone(String text) {
        assertThat(found("see " + text + " ok")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0.0.0 Safari/537.36",
                "client: Edg/121.0.0.0",
                "OPR/106.0.0.0",
                "app/12.34.56.78",
                "nginx/1.25.3.1",
                "my_app/112.134.156.178 (linux)",
                "AssemblyVersion(\"12.0.0.0\")",
                "fileVersion: 12.34.56.78",
                "\"client_version\":\"120.10.60.71\"",
                "Google Chrome 120.0.0.0",
                "netmask 255.255.255.0",
                "mask 255.0.0.0, 255.255.240.0, 255.255.255.255",
                "Time: 12:30:45::",
                "see 12::34 ok",
                "see 1:: ok",
                "at 10:20:30::40",
                "EUR 3.219.184.183,10 paid",
                "EUR 581.873.737,59 paid",
                "[INFO] Jetty :: Server Core ... SUCCESS",
                "<name>Client :: HTTP host</name>",
                "uses log4j-1.2.17.0 still",
                "postgresql-42.2.18.1, x",
                "WWN 50:06:01:60:3b:20:19:fa",
                "serial 00:a1:b2:c3:d4:e5:f6:07",
                "00:a1:b2:c3:d4:e5:f6:07",
                "parts 10:20:30:40:50:60:70:80 of it",
                "scores 1:2:3:4:5:6:7:8 then"
            })
    void versionsMasksTimesAndAmountsAreNoAddresses(String text) {
        assertThat(found(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Connected to kafka/172.18.0.3:9092,172.18.0.3",
        "Connected to kafka/192.168.0.3 ok,192.168.0.3",
        "example.com/203.0.113.9:443,203.0.113.9",
        "example.com/203.0.113.9 ok,203.0.113.9",
        "node-1/203.0.113.9 ok,203.0.113.9",
        "server/203.0.113.9 ok,203.0.113.9",
        "from /203.0.113.9:50010,203.0.113.9",
        "http://203.0.113.9/x,203.0.113.9",
        "ip 12.0.0.0,12.0.0.0",
        "10.0.0.0/8,10.0.0.0",
        "255.1.2.3,255.1.2.3",
        "::1,::1",
        "fe80::1,fe80::1",
        "2001:db8::,2001:db8::",
        "64:ff9b::1.2.3.4,64:ff9b::1.2.3.4",
        "1:2:3:4:5:6:7:8,1:2:3:4:5:6:7:8",
        "2001:db8:1:2:3:4:5:6,2001:db8:1:2:3:4:5:6",
        "via host-203.0.113.9 ok,203.0.113.9",
        "via node-10.0.0.7 ok,10.0.0.7",
        "via ip-8.8.4.4 ok,8.8.4.4",
        "1::8,1::8",
        "203.0.113.9:443,203.0.113.9",
        "'203.0.113.9,80,GET',203.0.113.9"
    })
    void addressesThatLookLikeTheseAreFound(String text, String value) {
        assertThat(found(text)).containsExactly(value);
    }

    /** As they are printed, and as programs write them without any mark. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NIE X-1234567-L | X-1234567-L",
                "nie=X-1234567-L | X-1234567-L",
                "NIE X 1234567 L | X 1234567 L",
                "{\"nie\":\"Y-1234567-X\"} | Y-1234567-X",
                "mac=3C22FB317D7F | 3C22FB317D7F",
                "{\"macAddress\":\"3c22fb317d7f\"} | 3c22fb317d7f"
            })
    void aLabelVouchesForWhatHasOtherGroups(String text, String value) {
        assertThat(found(text)).containsExactly(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NIE X-1234567-A", "K-1234567-L", "id=3C22FB317D7F", "mac=3C22FB317D7G", "mac=3C22FB317D7F0"})
    void whatOnlyLooksLikeTheseIsLeftAlone(String text) {
        assertThat(found(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"age\":\"56\"}",
                "{\"age\": \"56\"}",
                "{\"age\" : 56}",
                "{\\\"age\\\": \\\"56\\\"}",
                "age = '56'",
                "age: 56"
            })
    void anAgeIsFoundWhateverStandsBetweenItAndItsLabel(String text) {
        Inspector ages =
                Inspector.compile(InspectSettings.named("AGE").withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

        assertThat(ages.inspect(text)).hasSize(1);
        assertThat(ages.inspect(text.replace("age", "page"))).isEmpty();
    }

    /** Ranges, ISBNs, prices and ids behind an opening parenthesis. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "VALUES (21096-35302, '22936-9575', 3)",
                "VALUES (12345-67890, 1)",
                "f(22936-9575)",
                "(0306406152, 1)",
                "(6.144.707.464,15)",
                "VALUES (17622786184, 2)",
                "(6502537793, 4)",
                "see (21096-35302)"
            })
    void aParenthesisAloneMakesNoTelephoneNumber(String text) {
        assertThat(found("INSERT INTO t " + text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(650) 253-8538 | (650) 253-8538",
                "(650)253-8538 | (650)253-8538",
                "(650) 2538538 | (650) 2538538",
                "VALUES ((650) 253-8538, 3) | (650) 253-8538",
                "(650-253-8538) | 650-253-8538",
                "(+1 650-253-8538) | +1 650-253-8538",
                "+1 (650) 253-8538 | +1 (650) 253-8538",
                "(+1) 650 253 8538 | (+1) 650 253 8538",
                "(+49) 30 90182011, | (+49) 30 90182011",
                "f(+1) 650-253-8538 | +1) 650-253-8538",
                "(+1 650 253 8538) | +1 650 253 8538",
                "(030) 90182011 | (030) 90182011"
            })
    void anAreaCodeInParenthesesDoes(String text, String value) {
        assertThat(found("see " + text + " ok")).containsExactly(value);
    }
}
