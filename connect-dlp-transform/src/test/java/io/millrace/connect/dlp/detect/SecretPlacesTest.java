// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a label and its secret stand to each other: lists, members of their own, elements with attributes, cookies. */
class SecretPlacesTest {

    private static final String TOKEN = "a8Kd0QpL3mZx7VbN2cRt";

    private final Inspector inspector = Inspector.compile(
            InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"password\":[#,#]}",
                "{\"password\" : [ # , # ]}",
                "{\"passwords\":[\n    #,\n    #\n  ]}",
                "{\"adminPassword\":[#,#,null]}",
                "passwords = [#, #]",
                "'passwords' => [#, #]"
            })
    void everySecretOfAListIsFound(String text) {
        for (String quoted : List.of("\"%s\"", "'%s'")) {
            String written = text.replaceFirst("#", quoted.formatted("Tr0ub4dor9x"))
                    .replaceFirst("#", quoted.formatted("a, b]"));

            assertThat(found(written)).as(written).containsExactly("PASSWORD Tr0ub4dor9x", "PASSWORD a, b]");
        }
        String escaped = "{\"m\":\""
                + text.replace("\"", "\\\"").replace("\n", "\\n").replace("#", "\\\"Tr0ub4dor9x\\\"") + "\"}";
        assertThat(found(escaped)).as(escaped).containsExactly("PASSWORD Tr0ub4dor9x", "PASSWORD Tr0ub4dor9x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"password\":[1234,56789]}",
                "{\"pins\":1,\"passwords\" : [\n 1234 ,\n 56789\n]}",
                "passwords=[1234,56789]"
            })
    void everyNumberOfAListIsFound(String text) {
        assertThat(found(text)).containsExactly("PASSWORD 1234", "PASSWORD 56789");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"tokens\":[\"#\",\"#\"]}",
                "{\"api_keys\":[\"#\",\"#\"]}",
                "{\"Authorization\":[\"Bearer #\",\"Bearer #\"]}",
                "{\"cookie\":[\"sid=#\",\"#\"],\"secrets\":[\"#\"]}"
            })
    void everyTokenOfAListIsFound(String text) {
        assertThat(found(text.replace("#", TOKEN))).hasSizeGreaterThan(1).allMatch(each -> each.contains(TOKEN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"DB_PASSWORD\",\"value\":\"#\"}",
                "[{ \"name\" : \"spring.datasource.password\" ,\n  \"value\" : \"#\" }]",
                "{\\\"key\\\":\\\"password\\\",\\\"value\\\":\\\"#\\\"}",
                "- name: DB_PASSWORD\n  value: #\n",
                "- name: \"DB_PASSWORD\"\n  value: '#'\n",
                "<add key=\"DbPassword\" value=\"#\"/>",
                "<property name='javax.persistence.jdbc.password' value='#'/>",
                "<Parameter Name=\"password\" Value=\"#\" />",
                "<password encrypted=\"no\">#</password>",
                "<ns:Password Type='text' id='x'>#</ns:Password>",
                "<entry key=\"db.password\">#</entry>",
                "<property name='javax.persistence.jdbc.password'>#</property>",
                "<property name=\"password\">\n  <value>#</value>\n</property>",
                "{\"password\" :\n  \"#\"}",
                "{\"m\":\"{\\\"password\\\":\\n\\t\\\"#\\\"}\"}",
                "{\"password_confirmation\":\"#\"}",
                "passcode: #",
                "db:\n  password: |\n    #\n  port: 1",
                "password: >-\r\n  #",
                "password[]=#&x=1",
                "{u'password': u'#', u'port': 1}",
                "{'password': b'#'}",
                "var password = @\"#\";",
                "<password><![CDATA[#]]></password>",
                "oldPass=#",
                "passwordConfirm=#",
                "password.old=#",
                "pass=#",
                "user=x pass=#",
                "user=x&pass=#&y=1",
                "{\"pass\":\"#\"}",
                "{\"port\":1,\"pass\": \"#\"}",
                "db:\n  user: x\n  pass: #\n",
                "<pass>#</pass>",
                "{\"password\":{\"value\":\"#\"}}",
                "{ \"password\" : {\n  \"encrypted\": false, \"value\": \"#\" } }",
                "{\"m\":\"{\\\"password\\\":{\\\"value\\\":\\\"#\\\"}}\"}"
            })
    void aLabelOfItsOwnPlaceIsOne(String text) {
        assertThat(found(text.replace("#", "Tr0ub4dor9x"))).containsExactly("PASSWORD Tr0ub4dor9x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"colour\",\"value\":\"Tr0ub4dor9x\"}",
                "{\"name\":\"password_policy\",\"value\":\"strict-2024-x\"}",
                "{\"password_set\":\"yes\",\"value\":\"Tr0ub4dor9x\"}",
                "{\"value\":\"Tr0ub4dor9x\"}",
                "<a href=\"x\">Tr0ub4dor9x</a>",
                "a \"password\">Tr0ub4dor9x",
                "<label for=\"password\">Passphrase</label>",
                "<entry key=\"colour\">Tr0ub4dor9x</entry>",
                "<xs:element name=\"password\">\n      <xs:simpleType/></xs:element>",
                "{\"password\":\n  {\"min\":\"Tr0ub4dor9x\"}}",
                "{\"tokens\":[12,13]}",
                "{\"password\":{\"min\":1},\"size\":{\"value\":\"Tr0ub4dor9x\"}}",
                "{\"password\":{\"min\":{\"value\":\"Tr0ub4dor9x\"}}}",
                "boarding-pass=Tr0ub4dor9x",
                "{\"boardingPass\":\"Tr0ub4dor9x\"}",
                "second pass: optimise",
                "fail: 3, pass: 12345",
                "pass=12345 fail=3",
                "{\"pass\":12345}",
                "{\"password\":[12, 34]}",
                "cookie: chocolate chips and whatever else there is",
                "cookie: theme=dark; lang=en; accepted=1"
            })
    void nothingElseIs(String text) {
        assertThat(found(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"sid=# | sid=#", "lang=en; sid=#; theme=dark | lang=en; sid=#; theme=dark", "a=1; b=# | a=1; b=#"})
    void aCookieWithACredentialIsOneWhereNobodyAsksForCookies(String cookie, String expected) {
        for (String form : List.of("{\"cookie\":\"%s\"}", "Cookie: %s\n", "{\"Set-Cookie\":[\"%s\"]}")) {
            assertThat(found(form.formatted(cookie.replace("#", TOKEN))))
                    .containsExactly("AUTH_TOKEN " + expected.replace("#", TOKEN));
        }
    }

    /** Passwords begin with any mark; only what closes again, or goes on with the mark, is a form to be filled in. */
    @ParameterizedTest
    @ValueSource(strings = {"<b>9Qx7", "*Tr0ub4", "[Tr0ub4", "{Tr0ub4", "?Tr0ub4", "<Tr0>ub4"})
    void aSecretInQuotesMayBeginWithAnyMark(String secret) {
        for (String form : List.of("{\"password\":\"%s\"}", "DB_PASSWORD='%s'\nA=1", "<password>%s</password>")) {
            boolean markup = form.startsWith("<") && secret.startsWith("<");
            assertThat(found(form.formatted(secret)))
                    .as(form)
                    .containsExactlyElementsOf(markup ? List.of() : List.of("PASSWORD " + secret));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<password>", "********", "[PASSWORD]", "[REDACTED]", "{secret:db}", "{{ db.password }}", "????"
            })
    void aFormToBeFilledInIsNone(String blank) {
        assertThat(found("{\"password\":\"" + blank + "\"}")).isEmpty();
        assertThat(found("DB_PASSWORD='" + blank + "'")).isEmpty();
    }

    /** A mark that is escaped where the tags are not is a part of the text between them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<password>#</password> | a&lt;b&amp;9Xq",
                "{\"m\":\"\\u003cpassword\\u003e#\\u003c/password\\u003e\"} | a&amp;b9Xq",
                "<xml value=\"&lt;password>#&lt;/password>\"/> | a&amp;lt;b&amp;9Xq"
            })
    void aSecretBetweenTagsMayHoldEscapedMarks(String form, String secret) {
        assertThat(found(form.replace("#", secret))).containsExactly("PASSWORD " + secret);
    }

    /** In a form's body and in a query a blank is a plus sign. */
    @ParameterizedTest
    @ValueSource(strings = {"+", "%20", " "})
    void aPrivateKeyIsOneInAForm(String blank) {
        String key =
                "-----BEGIN RSA PRIVATE KEY-----%0AMIIEpAIBAAKCAQEA7bq3Zk1v9xQ2%2Byqv8R0o%0A-----END RSA PRIVATE KEY-----"
                        .replace(" ", blank);

        assertThat(found("name=x&key=" + key + "%0A&y=1")).containsExactly("ENCRYPTION_KEY " + key);
    }

    /** A key whose last line is missing ends where its lines of base64 do; the first line alone, or in a sentence, is none. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"key\":\"#\",\"x\":\"call jane\"} | \\n | MIIEpAIBAAKCAQEA7bq3Zk1v",
                "{\"key\":\"#\",\"x\":\"call jane\"} | \\n | MIIEpAIBAAKCAQEA7bq3Zk1v9xQ2\\nyqv8R0o=",
                "{\"a\":{\"key\":\"#\"},\"b\":\"-----END PRIVATE KEY-----\"} | \\n | MIIEpAIBAAKCAQEA7bq3Zk1v9xQ2",
                "# (truncated)~and more of the log follows | ~ | MIIEpAIBAAKCAQEA7bq3Zk1v9xQ2",
                "#~and more | ~ | Proc-Type: 4,ENCRYPTED~DEK-Info: AES-128-CBC,AB12~~MIIEpAIBAAKCAQEA7bq3Zk1v9xQ2",
                "'#', x | %0A | MIIEpAIBAAKCAQEA7bq3Zk1v9xQ2%2Byqv8R0o",
                "<key>#</key> | ~ | MIIEpAIBAAKCAQEA7bq3Zk1v9xQ2"
            })
    void aPrivateKeyThatIsCutOffEndsWhereItDoes(String form, String lineEnd, String body) {
        String key = ("-----BEGIN RSA PRIVATE KEY-----" + lineEnd + body).replace('~', '\n');

        assertThat(found(form.replace('~', '\n').replace("#", key))).containsExactly("ENCRYPTION_KEY " + key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "It begins with # on a line. Then restart the server, which takes a while.",
                "{\"begin\":\"#\",\"x\":{\"y\":1}}",
                "if (!pem.startsWith(\"#\")) { throw new IllegalArgumentException(\"no key\"); }",
                "#",
                "# # #"
            })
    void theFirstLineOfAKeyIsNone(String text) {
        assertThat(found(text.replace("#", "-----BEGIN PRIVATE KEY-----"))).isEmpty();
    }

    private List<String> found(String text) {
        return DisjointFindings.of(inspector.inspect(text, "")).stream()
                .map(finding -> finding.infoType() + " "
                        + text.substring(
                                finding.chars().start(), finding.chars().end()))
                .toList();
    }
}
