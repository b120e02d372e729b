// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.detect.secret.LabelRecogniser;
import io.millrace.connect.dlp.detect.text.LineResource;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials by label, in any spelling and any form, by the field's name, by prefix, and in URLs. */
class SecretsTest {

    private static final String TOKEN = "a8Kd0QpL3mZx7VbN2cRta8Kd0QpL3mZx7VbN";

    private final Inspector inspector = Inspector.compile(
            InspectSettings.of(Arrays.stream(BuiltInInfoType.values())
                            .map(BuiltInInfoType::infoType)
                            .filter(type -> !type.name().equals("URL"))
                            .collect(Collectors.toSet()))
                    .withMinLikelihood(Likelihood.LIKELY),
            Clock.systemUTC());

    /** A label's words, the secret, and what it is. */
    private record Secret(String label, String value, String infoType) {}

    private static final List<Secret> SECRETS = List.of(
            new Secret("password", "Tr0ub4dor9x", "PASSWORD"),
            new Secret("db password", "Tr0ub4dor9x", "PASSWORD"),
            new Secret("spring datasource password", "Tr0ub4dor9x", "PASSWORD"),
            new Secret("new passwd", "Tr0ub4dor9x", "PASSWORD"),
            new Secret("user pwd", "Tr0ub4dor9x", "PASSWORD"),
            new Secret("key passphrase", "Tr0ub4dor9x", "PASSWORD"),
            new Secret("api key", TOKEN, "AUTH_TOKEN"),
            new Secret("openai api key", TOKEN, "AUTH_TOKEN"),
            new Secret("access token", TOKEN, "AUTH_TOKEN"),
            new Secret("github token", TOKEN, "AUTH_TOKEN"),
            new Secret("session id", TOKEN, "AUTH_TOKEN"),
            new Secret("webhook secret", TOKEN, "AUTH_TOKEN"),
            new Secret("aws secret access key", TOKEN + "/abc", "AWS_CREDENTIALS"),
            new Secret("aws secret key", TOKEN + "/abc", "AWS_CREDENTIALS"),
            new Secret("account key", TOKEN + "==", "AZURE_AUTH_TOKEN"),
            new Secret("client secret", TOKEN, "OAUTH_CLIENT_SECRET"),
            new Secret("google client secret", TOKEN, "OAUTH_CLIENT_SECRET"),
            new Secret("csrf token", TOKEN, "XSRF_TOKEN"),
            new Secret("x xsrf token", TOKEN, "XSRF_TOKEN"));

    private static Stream<String> spellings(String label) {
        String capitals = Arrays.stream(label.split(" ", -1))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
        return Stream.of(
                label.replace(' ', '_'),
                label.replace(' ', '-'),
                label.replace(' ', '.'),
                label.replace(' ', '_').toUpperCase(Locale.ROOT),
                label.replace(' ', '-').toUpperCase(Locale.ROOT),
                capitals,
                capitals.substring(0, 1).toLowerCase(Locale.ROOT) + capitals.substring(1),
                label.replace(' ', '_') + "1",
                label.replace(' ', '_') + "_2");
    }

    static Stream<Secret> spelledSecrets() {
        return SECRETS.stream()
                .flatMap(secret ->
                        spellings(secret.label).map(label -> new Secret(label, secret.value, secret.infoType)));
    }

    @ParameterizedTest
    @MethodSource("spelledSecrets")
    void findsASecretByItsLabelInEveryFormAndSpelling(Secret secret) {
        for (String form : List.of(
                "%s=%s",
                "%s = %s",
                "%s: %s",
                "export %s=%s\n",
                "x=1&%s=%s&y=2",
                "Server=db;%s=%s;",
                "{\"%s\":\"%s\"}",
                "{\"%s\" : \"%s\"}",
                "{\"x\":{\"%s\":\"%s\",\"y\":1}}",
                "{\\\"%s\\\":\\\"%s\\\"}",
                "{\"%s\":[\"%s\"]}",
                "{'%s': '%s'}",
                "'%s' => '%s',",
                "$config['%s'] = '%s';",
                "<%s>%s</x>",
                "<ns:%s>%s</x>",
                "&lt;%s&gt;%s&lt;/x&gt;",
                "- name: x\\n  %s: %s\\n")) {
            String text = form.formatted(secret.label, secret.value);

            assertThat(found(text, "")).as(text).containsExactly(secret.infoType + " " + secret.value);
        }
    }

    /** What programs read from their environment, options and files of their own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PGPASSWORD=#",
                "export PGPASSWORD='#'",
                "MYSQL_PWD=#",
                "ENV MYSQL_ROOT_PASSWORD=#",
                "SQLCMDPASSWORD=#",
                "ORACLE_PWD: #",
                "LDAP_BIND_PASSWORD=#",
                "POSTGRES_PASSWORD: \"#\"",
                "mysql --user=app --password=# shop",
                "curl --proxy-password=# x",
                "PGPASSWORD=# psql -h db",
                "docker run -e RABBITMQ_DEFAULT_PASS_PASSWORD=# x",
                "jdbc:sqlserver://db;user=app;password=#;",
                "spring.datasource.password=#",
                "mypassword=#"
            })
    void findsPasswordsAsProgramsAreGivenThem(String text) {
        assertThat(found(text.replace("#", "Tr0ub4dor9x"), "")).containsExactly("PASSWORD Tr0ub4dor9x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysecret",
                "topsecret",
                "rootaccesskey",
                "x--api--key",
                "accesstoken",
                "phpsessionid",
                "s3_secret"
            })
    void findsTokensByLabelsInOneWord(String label) {
        assertThat(found(label + "=" + TOKEN, "")).containsExactly("AUTH_TOKEN " + TOKEN);
    }

    @ParameterizedTest
    @MethodSource("spelledSecrets")
    void findsASecretByTheNameOfItsField(Secret secret) {
        assertThat(found(secret.value, secret.label)).containsExactly(secret.infoType + " " + secret.value);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "authorization | Bearer # | AUTH_TOKEN #",
                "Authorization | bearer # | AUTH_TOKEN #",
                "authorization | # | AUTH_TOKEN #",
                "Proxy-Authorization | Basic YXBwOlRyMHViNGRvcjl4 | BASIC_AUTH_HEADER YXBwOlRyMHViNGRvcjl4",
                "Cookie | sid=#; theme=dark | HTTP_COOKIE sid=#; theme=dark",
                "password | correct horse battery staple | PASSWORD correct horse battery staple",
                "x | Bearer # | AUTH_TOKEN #",
                "x | Basic YXBwOlRyMHViNGRvcjl4 | BASIC_AUTH_HEADER YXBwOlRyMHViNGRvcjl4"
            })
    void findsTheCredentialsOfAHeaderByItsName(String name, String value, String expected) {
        assertThat(found(value.replace("#", TOKEN), name)).containsExactly(expected.replace("#", TOKEN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S3cr3t&Horse,Batt;ery}x",
                "correct horse battery staple",
                "a'b<c>d=e:f",
                "foo9\\\"bar_tail",
                "foo9\\\\bar",
                "p\\u00e4ssw0rd",
                "50%off[now]"
            })
    void takesAQuotedSecretUpToItsQuote(String password) {
        assertThat(found("{\"password\":\"" + password + "\",\"x\":\"y\"}", ""))
                .containsExactly("PASSWORD " + password);
        String escaped = password.replace("\\", "\\\\").replace("\"", "\\\"");
        assertThat(found("{\\\"password\\\":\\\"" + escaped + "\\\",\\\"x\\\":1}", ""))
                .containsExactly("PASSWORD " + escaped);
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://app:#@localhost/x",
        "postgres://app:#@db.example.org/x",
        "jdbc:postgresql://app:#@db.example.org:5432/x?ssl=true",
        "redis://:#@cache:6379",
        "amqps://app:#@mq-1.example.org/%2Fvhost",
        "mongodb+srv://app:#@c0.example.org/x",
        "mongodb://app:#@a:27017,b:27017/x",
        "https://app:#@git.example.org/r.git",
        "sftp://app:#@203-0-113-7.example.org",
        "smb://app:#@host",
        "{\"url\":\"mysql:\\/\\/app:#@db\\/x\"}",
        "url=ldap://app:#@[2001:db8::7]:389"
    })
    void findsThePasswordOfAUrl(String url) {
        for (String password : List.of("Tr0ub4dor9x", "pa%40ss%2Fword", "p:a;s,s!", "a$b*c(d)")) {
            assertThat(found(url.replace("#", password), ""))
                    .contains("PASSWORD " + password)
                    .noneMatch(finding -> finding.startsWith("EMAIL_ADDRESS"));
        }
    }

    static List<String> prefixes() {
        return LineResource.read(LabelRecogniser.class, "token-prefixes.txt");
    }

    @ParameterizedTest
    @MethodSource("prefixes")
    void findsTheTokensOfEveryIssuerAndNamesASource(String line) {
        String[] columns = line.split("\t", -1);
        int length = Integer.parseInt(columns[1]);
        boolean hexadecimal = columns[4].equals("hex");
        String characters = hexadecimal ? "a1b2c3d4e5f60718" : "A1b2C3d4E5f6G7h8J9k0";
        String body = characters.repeat(30).substring(0, length - columns[0].length());
        String token = columns[0] + body;

        for (String around : List.of("%s", "use %s.", "{\"x\":\"%s\"}", "x\\n%s\\n", "(%s)", "x=%s")) {
            String text = around.formatted(token);
            assertThat(found(text, "")).as(text).containsExactly(columns[3] + " " + token);
        }
        assertThat(found("use " + token.substring(0, length - 1), "")).isEmpty();
        assertThat(found("use " + token + (hexadecimal ? "g" : "!!"), "")).hasSize(hexadecimal ? 0 : 1);
        assertThat(columns[5]).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password: [PASSWORD]",
                "password=****",
                "password=${DB_PASSWORD}",
                "password: {{ vault.db }}",
                "<password></password>",
                "{\"password\":\"\"}",
                "{\"password\":null}",
                "{\"password\":true}",
                "{\"password\":{\"type\":\"string\"}}",
                "{\"nextPageToken\":\"a8Kd0QpL3mZx7VbN2cRt\"}",
                "next_page_token=a8Kd0QpL3mZx7VbN2cRt",
                "{\"continuation_token\":\"a8Kd0QpL3mZx7VbN2cRt\"}",
                "max_tokens=4096",
                "token_type: Bearer",
                "tokenizer=bert-base-uncased-2018-10",
                "{\"token\":\"some text of 3 words\"}",
                "authorization: granted by the 2nd manager on duty",
                "password_hint=my dog",
                "password_reset_at=2024-05-06T07:08:09Z",
                "secretary=Jane-Roe-of-Room-12345",
                "the bearer of this letter1234567890",
                "Bearer tokens are used here",
                "Basic knowledge12 of things",
                "PWD=/home/jane",
                "compass=north-by-northwest-7",
                "a<b>c",
                "http://example.org:8080/x@y",
                "ssh://git@github.com/x/y.git",
                "rtsp://host:554/live",
                "task-list-of-things-that-take-1000000000-hours",
                "key-value-pairs-of-something-long-12",
                "SKU-2024-000000000000000000000000001",
                "dapifacade0123456789abcdef012345678z",
                "v1.0-SNAPSHOT",
                "image@sha256:3d5a8f0c9b7e6a1d2c4f8e0b9a7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f1a0b9c",
                "cio0123456789",
                "glc_some_function_of_a_library"
            })
    void takesNothingElseForASecret(String text) {
        assertThat(found(text, ""))
                .filteredOn(finding -> !finding.startsWith("D"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "next_page_token,a8Kd0QpL3mZx7VbN2cRt",
        "password_updated_at,2024-05-06",
        "has_password,true",
        "token,word",
        "secret_santa,Jane12345678901234567890",
        "cookies_accepted,yes and no and yes and no",
        "tokens,12"
    })
    void takesAFieldOfAnotherNameForNoSecret(String name, String text) {
        assertThat(found(text, name))
                .filteredOn(finding -> !finding.startsWith("DATE"))
                .isEmpty();
    }

    private List<String> found(String text, String name) {
        return DisjointFindings.of(inspector.inspect(text, name)).stream()
                .map(finding -> finding.infoType() + " "
                        + text.substring(
                                finding.chars().start(), finding.chars().end()))
                .toList();
    }
}
