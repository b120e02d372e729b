// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How far a secret goes, which of several there are, and names that stand apart from their values. */
class SecretValuesTest {

    private static final String TOKEN = "a8Kd0QpL3mZx7VbN2cRta8Kd0QpL3mZx7VbN2cRt";

    private final Inspector inspector = Inspector.compile(
            InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

    private List<String> found(String text) {
        return DisjointFindings.of(inspector.inspect(text, "")).stream()
                .map(finding ->
                        text.substring(finding.chars().start(), finding.chars().end()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"value\":\"#\",\"name\":\"DB_PASSWORD\"}",
                "- value: '#'\n  name: DB_PASSWORD",
                "{\"key\":\"DB_PASSWORD\",\"type\":\"text\",\"value\":\"#\"}",
                "{\"Name\":\"DB_PASSWORD\",\"Type\":\"String\",\"Value\":\"#\"}",
                "<property><name>db.password</name><value>#</value></property>",
                "<property>\n  <name>db.password</name>\n  <value>#</value>\n</property>",
                "<dict><key>password</key><string>#</string></dict>",
                "<param-name>password</param-name>\n<param-value>#</param-value>",
                "{\"key\":\"db.password\",\"value\":{\"stringValue\":\"#\"}}",
                "{\\\"key\\\":\\\"db.password\\\",\\\"value\\\":{\\\"stringValue\\\":\\\"#\\\"}}",
                "[\"password\"]=> string(8) \"#\"",
                "basic.auth.user.info=#",
                "ansible_ssh_pass=#",
                "ansible_become_pass: #",
                "RABBITMQ_DEFAULT_PASS=#",
                "ssl.keystore.password=#",
                "\u6570\u636e\u5e93\u5bc6\u7801=#",
                "\u7ba1\u7406\u5458\u5bc6\u7801\uff1a#",
                "\u65b0\u3057\u3044\u30d1\u30b9\u30ef\u30fc\u30c9\uff1a#",
                "\u7528\u6237pwd=#",
                "\u5bc6\u7801\u4e3a\uff1a#",
                "\uc554\ud638: #",
                "\u6697\u53f7\uff1a#",
                "(password=#)",
                "[user=bob, password=#]",
                "<password=#>",
                "password=#.",
                "PWD={#};Server=x",
                "<password>\n #\n</password>"
            })
    void findsASecretThatIsNamedApartOrHasMarksAround(String text) {
        for (String secret : List.of("hunter2x", "changeit", "abc")) {
            boolean odbc = text.startsWith("PWD={");
            if (!odbc || secret.equals("hunter2x")) {
                assertThat(found(text.replace("#", secret))).as(text).containsExactly(secret);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"password\":\"abc\"}",
                "password=abc",
                "PWD=\"abc\"",
                "password: 'abc'",
                "<password>abc</password>"
            })
    void aPasswordHasThreeCharacters(String text) {
        assertThat(found(text)).containsExactly("abc");
        assertThat(found(text.replace("abc", "ab"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "password=p%40ss%26word&next=%2Fhome | p%40ss%26word",
                "a=1&password=a%20b%3Bc&x=y | a%20b%3Bc",
                "url=x%3Fpassword%3Dhunter2x%26a%3D1 | hunter2x",
                "password='it''s' | it''s",
                "password: 'hun''ter2' | hun''ter2",
                "password=\"hun\"\"ter2\" | hun\"\"ter2",
                "PWD={hunt;er2x};A=1 | hunt;er2x",
                "{\"password\":\"\",\"x\":\"y\"} | ",
                "password='' x='y' | ",
                "load(key, password=None) | ",
                "connect(host, password=null) | ",
                "def open(self, pwd=None): | ",
                "<password> is required | ",
                "mysql -u <user> -p<password> mydb | ",
                "List<Password> all = find(); | ",
                "https://<user>:<password>@host | ",
                "PublicKeyToken=30ad4fe6b2a6aeed | ",
                "Version=13.0.0.0, PublicKeyToken=30ad4fe6b2a6aeed1 | "
            })
    void endsWhereItsFormEnds(String text, String secret) {
        assertThat(found(text)).isEqualTo(secret == null ? List.of() : List.of(secret));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"passwords\":[\"hunter1x\", null, \"hunter2x\", 5, \"hunter3x\"]}",
                "{\"passwords\":[ \"hunter1x\",\n \"hunter2x\",\n \"hunter3x\" ]}",
                "passwords:\n  - hunter1x\n  - hunter2x\n  - hunter3x\n",
                "password:\n- hunter1x\n- 'hunter2x'\n- \"hunter3x\"\nport: 1",
                "passwords=[hunter1x, hunter2x, hunter3x]",
                "passwords = ['hunter1x', hunter2x, \"hunter3x\"]"
            })
    void allOfAListAreFound(String text) {
        assertThat(found(text)).containsExactly("hunter1x", "hunter2x", "hunter3x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer #",
                "bearer #",
                "BEARER #",
                "Bearer  #",
                "bearer\t#",
                "Bearer+#",
                "Bearer \"#\"",
                "x: bearer #",
                "a=1&h=bearer+#"
            })
    void aBearerNeedsNoLabelHoweverItIsWritten(String text) {
        assertThat(found(text.replace("#", TOKEN))).containsExactly(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic dXNlcjpwYXNzd29yZA==", "Basic  dXNlcjpwYXNzd29yZA=="})
    void soDoesBasic(String text) {
        assertThat(found(text)).containsExactly("dXNlcjpwYXNzd29yZA==");
    }

    @Test
    void aWebTokenMayBeginWithABlank() {
        String token = "eyAiYWxnIjogIlJTMjU2IiB9.eyJzdWIiOiIxMjM0NTY3ODkwIn0." + TOKEN;

        assertThat(found("x " + token + " y")).containsExactly(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "basic understanding of things",
                "bearer of this letter",
                "the basics are easy",
                "be bearish now",
                "beard oil 12345678901234567890",
                "{\"password\":[\"no\",{\"min\":12}]}",
                "passwords: see the wiki",
                "password:\n  min: 8\n  max: 20",
                "key-value-pairs",
                "<value>x1y2z3</value>",
                "<name>colour</name><value>hunter2x</value>",
                "<string>hunter2x</string>",
                "{\"key\":\"colour\",\"type\":\"password\",\"value\":\"x\"}"
            })
    void nothingElseIs(String text) {
        assertThat(found(text)).isEmpty();
    }

    /** What a plus sign means depends on nothing else in the text. */
    @ParameterizedTest
    @ValueSource(strings = {"", "J\u00f6rg ", "\u8c22\u8c22 ", "\\n", "&eacute; %41 "})
    void aFormIsReadTheSameBesideAnyCharacter(String before) {
        assertThat(found(before + "fax=+16502536358")).containsExactly("+16502536358");
        assertThat(found(before + "x=a+b@example.com")).containsExactly("a+b@example.com");
        assertThat(found(before + "tel=+49 30 90187795")).containsExactly("+49 30 90187795");
        assertThat(found(before + "card=4556+7375+8689+9855")).containsExactly("4556+7375+8689+9855");
    }
}
