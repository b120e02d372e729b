// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A text of one thing over and over costs as many times more as it is longer, in steps that are counted and not timed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrowthTest {

    private static final int SHORTER = 1_024;
    private static final int FACTOR = 64;
    // What is done at both ends of a text is done once
    private static final double MOST = 1.1 * FACTOR;

    // Where some hundred characters around are looked at, which the shorter text has not always
    private static final double MOST_WITH_WINDOWS = 1.25 * FACTOR;

    private final Consumer<String> looking = new CountedSteps().looking(Looking.class);

    /** Looks for the default infoTypes; made of classes that count. */
    public static final class Looking implements Consumer<String> {
        private final Inspector inspector = Inspector.compile(
                InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

        @Override
        public void accept(String text) {
            inspector.inspect(text);
        }
    }

    static Stream<String> numbers() {
        List<String> marks = List.of(" ", ", ", ";", "\n", "-", "\",\"", "\u3000");
        return Stream.of("1", "4111", "415-555-0890", "4556737586899855", "1985-07-04", "4\u200B1")
                .flatMap(number -> marks.stream().map(mark -> number + mark));
    }

    @ParameterizedTest
    @MethodSource
    void numbers(String token) {
        assertThat(growth("", token)).isLessThan(MOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4111 ", "4111,", "4111, ", "415-555-0890\t", "1,\n", "219099999;"})
    void listsOfNumbersThatHaveAName(String token) {
        assertThat(growth("phones=", token)).isLessThan(MOST);
        assertThat(growth("{\"cards\":[", token)).isLessThan(MOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order 4111 ",
                "phone 650 253 0100 ",
                "SSN: 219-09-9999, ",
                "Phone: 6502530100 SSN: 219099999 ",
                "born 1985-07-04, joined 2024-01-01 ",
                "number 4111 and ",
                "id=4111&",
                "{\"type\":\"ssn\",\"id\":\"219099999\"},",
                "{\"order_id\":4111,\"phones\":[6502530100]}\n",
                "[1,[2,",
                "<phone>6502530100</phone>",
                "card_4556737586899855_",
                "phone-",
                "电话6502530100",
                "\\\"phone\\\":\\\"6502530100\\\",",
                "1a",
                "a:",
                "::",
                "AAAA",
                "http://",
                "a.",
                "@a.",
                "a@",
                "\"@",
                "ann@example.org, ",
                "password=",
                "eyJ.",
                "-----BEGIN PRIVATE KEY-----"
            })
    void numbersWithWordsAndOtherThings(String token) {
        assertThat(growth("", token)).isLessThan(MOST);
    }

    /** What nothing was taken of is not read again from the next label in it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "pwd:\n- /",
                "passwords:\n- name: ",
                "bearer+",
                "basic+",
                "token->",
                "pw->",
                "pass->",
                "pw://",
                "pwd=/",
                ":token>",
                "a:password>",
                "password=(",
                "password=this.",
                "password=${A:",
                "password=\\;",
                "password=a.b(",
                "token: |\n ",
                "value=",
                "\"value\":",
                "Authorization: ",
                "--password ",
                "mysql -p",
                "by '",
                "IDENTIFIED BY ",
                "/@tcp(",
                "a:b@tcp(",
                "ConvertTo-SecureString -",
                "https://a1",
                "-----BEGIN PRIVATE KEY-----a:",
                "-----BEGIN PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7bq3Zk1v9xQ2",
                "<password a=\"b\">",
                "&lt;password&gt;",
                "passwords={",
                "passwords={a=",
                "{\"tokens\":{\"a\":\"",
                "{\"tokens\":{\"a\":[",
                "passwords:\n a: ",
                "passwords:\n passwords: ",
                "password:\n",
                "password\n",
                "password=<a1",
                "password=[a1",
                "password=config[a",
                "password={a1",
                "password={ssha}",
                "password=a&b",
                "password=`a ",
                "<b>Password:</b>",
                "PASS ",
                "\nPASS a",
                "> auth ",
                "AUTH plain ",
                "\"AUTH\" \"",
                "a1 LOGIN a ",
                "values (",
                "(password) values (",
                "(password) values ('a",
                "(password) values (a(",
                "Authorization: Digest ",
                "Authorization: Digest response=",
                "Authorization: Digest response=\"\"",
                "Message-ID: <a@b.cd> ",
                "<a@b.cd>",
                "[\"password\",\"",
                "auth(\"",
                "auth('a','",
                "8Q~",
                "a1.atlasv1.",
                "12345678:AA",
                "a/b1@c:1/",
                "git@a:",
                "curl -u \"a ",
                "smbclient -u a%",
                "{\"path\":\"/a\",\"value\":",
                "DB_PASSWORD a ",
                "secret 5 ",
                "password: the password "
            })
    void labelsWithinValues(String token) {
        assertThat(growth("", token)).isLessThan(MOST_WITH_WINDOWS);
    }

    /** Up to where values are read, each of their characters is looked at a few times, however they end. */
    @ParameterizedTest
    @ValueSource(strings = {"password=x#)", "password=x#.", "token: |\n  x\n#  ", "password=${A:#}", "password=/#a"})
    void valuesOfOneMark(String form) {
        String[] parts = form.split("#", -1);
        long shorter = steps(parts[0] + parts[1].repeat(60));
        long longer = steps(parts[0] + parts[1].repeat(60 * 16));

        assertThat(longer).isLessThan(16 * 2 * shorter);
    }

    private double growth(String beginning, String token) {
        steps(beginning + token); // what a name says is worked out once
        long shorter = steps(beginning + token.repeat(SHORTER / token.length()));
        return (double) steps(beginning + token.repeat(SHORTER * FACTOR / token.length())) / shorter;
    }

    private long steps(String text) {
        return CountedSteps.of(() -> looking.accept(text));
    }
}
