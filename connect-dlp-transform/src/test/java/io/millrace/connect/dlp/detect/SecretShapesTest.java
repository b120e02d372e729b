// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every spelling of a secret's label in every shape in which texts, settings, programs and commands assign a value. */
class SecretShapesTest {

    private static final String SECRET = "Tr0ub4dor9x";
    private static final String TOKEN = "a8Kd0QpL3mZx7VbN2cRt";

    private final Inspector inspector = Inspector.compile(
            InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

    private static final List<String> PASSWORDS = List.of(
            "password",
            "PASSWORD",
            "Password",
            "passwd",
            "PASSWD",
            "pwd",
            "pw",
            "PW",
            "passphrase",
            "passcode",
            "Passwort",
            "db_password",
            "DB_PASSWORD",
            "db-password",
            "userPassword",
            "spring.datasource.password",
            "PGPASSWORD",
            "db_pw",
            "DB_PW",
            "dbPw",
            "user.pwd",
            "old_passwd",
            "new-passphrase",
            "password2",
            "psw",
            "pswd",
            "mdp",
            "passord",
            "OracleDb.Pwd",
            "X_PW");

    private static final List<String> OTHER_SCRIPTS = List.of(
            "\u043f\u0430\u0440\u043e\u043b\u044c",
            "\u5bc6\u7801",
            "\u30d1\u30b9\u30ef\u30fc\u30c9",
            "\ube44\ubc00\ubc88\ud638",
            "has\u0142o",
            "contrase\u00f1a",
            "m\u1eadt kh\u1ea9u",
            "mot de passe");

    private static final List<String> TOKENS = List.of(
            "token",
            "TOKEN",
            "access_token",
            "accessToken",
            "api_key",
            "apiKey",
            "API_KEY",
            "x-api-key",
            "secret",
            "APP_SECRET",
            "webhookSecret",
            "refresh_token",
            "auth.token",
            "OPENAI_API_KEY",
            "signing_key");

    private static final List<String> MARKED = List.of(
            "%s=%s",
            "%s = %s",
            "%s: %s",
            "%s : %s",
            "%s:%s",
            "%s := %s",
            "%s => %s",
            "%s -> %s",
            "%s->%s",
            "%s == %s",
            "%s=\"%s\"",
            "%s = '%s'",
            "%s: `%s`",
            "%s := \"%s\"",
            "%s ?= %s",
            "%s ||= '%s'",
            "%s === '%s'",
            "%s != '%s'",
            "\"%s\": \"%s\"",
            "'%s': '%s',",
            "{\"%s\":\"%s\"}",
            "{'%s': u'%s'}",
            "'%s' => '%s',",
            ":%s => '%s'",
            "{\\\"%s\\\":\\\"%s\\\"}",
            "export %s=%s\n",
            "set %s=%s\r\n",
            "$env:%s = \"%s\"",
            "x['%s'] = '%s'",
            "x[\"%s\"] = \"%s\";",
            "os.environ[\"%s\"] = \"%s\"",
            "https://example.org/?%s=%s&y=2",
            "a=1&%s=%s",
            "Server=x;%s=%s;",
            "<%s>%s</x>",
            "<x %s=\"%s\"/>",
            "<add key=\"%s\" value=\"%s\"/>",
            "<add value=\"x\" key=\"%s\">%s</add>",
            "{\"name\":\"%s\",\"value\":\"%s\"}",
            "- name: %s\n  value: %s\n",
            "%s\uff1a%s",
            "%s \u2192 %s",
            "%s\u2192%s",
            "**%s:** %s",
            "**%s**: %s",
            "`%s`: %s",
            "* %s: %s",
            "%s (again): %s",
            "%s: !!str %s",
            "%s: &db %s",
            "-D%s=%s",
            "--%s=%s",
            "[db]\n%s = %s\n",
            "# %s: %s",
            "// %s = \"%s\"",
            "<!-- %s: %s -->",
            "@%s='%s'",
            "variable \"%s\" {\n  default = \"%s\"\n}",
            "define('%s', '%s');",
            "define(\"%s\", \"%s\");",
            "map.put(\"%s\", \"%s\");",
            "Map.of(\"%s\", \"%s\")",
            "ini_set( '%s','%s')",
            "setProperty('%s', \"%s\")",
            "Content-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n--x",
            "Content-Disposition: form-data; name=\"%s\"\nContent-Type: text/plain\n\n%s\n--x--");

    private static final List<String> OPTIONS = List.of(
            "--%s %s",
            "--%s '%s'",
            "cmd --%s \"%s\" -v",
            "[\"--%s\", \"%s\"]",
            "cmd -%s %s x",
            "  --%s \\\n    %s",
            "cmd -D%s=%s",
            "cmd --%s=%s");

    private List<String> found(String text) {
        return DisjointFindings.of(inspector.inspect(text, "")).stream()
                .map(finding ->
                        text.substring(finding.chars().start(), finding.chars().end()))
                .toList();
    }

    private void ensureFound(List<String> labels, List<String> shapes, String value) {
        Map<String, List<String>> missed = new LinkedHashMap<>();
        for (String shape : shapes) {
            for (String around : List.of("%s", "text %s text", "line\n%s\nline")) {
                for (String label : labels) {
                    String text = around.formatted(shape.formatted(label, value));
                    List<String> found = found(text);
                    if (!found.equals(List.of(value))) {
                        missed.computeIfAbsent(
                                        text.replace(label, "LABEL").replace("\n", "\u21b5"), each -> new ArrayList<>())
                                .add(label + (found.isEmpty() ? "" : found));
                    }
                }
            }
        }
        assertThat(missed.entrySet()).isEmpty();
    }

    @Test
    void findsAPasswordOfEveryLabelInEveryShape() {
        ensureFound(PASSWORDS, MARKED, SECRET);
        ensureFound(PASSWORDS, OPTIONS, SECRET);
        ensureFound(OTHER_SCRIPTS, List.of("%s=%s", "%s: %s", "%s : %s", "%s -> %s", "{\"%s\":\"%s\"}"), SECRET);
    }

    @Test
    void findsATokenOfEveryLabelInEveryShape() {
        ensureFound(TOKENS, MARKED, TOKEN);
        ensureFound(TOKENS, OPTIONS, TOKEN);
    }

    /** Words, and marks behind them, in a sentence. */
    private static final List<String> SENTENCES = List.of(
            "%s is %s",
            "the %s is %s.",
            "my %s was %s, thanks",
            "%s is: %s",
            "%s was: %s",
            "set the %s to %s",
            "%s -> %s",
            "%s changed to %s",
            "%s has been reset to %s.",
            "the %s for jane is %s",
            "the %s of the server is now %s",
            "%s is \"%s\"",
            "%s is '%s'.",
            "%s (temporary) is %s",
            "%s for jane.roe: %s",
            "%s %s",
            "use %s %s please",
            "%s - %s",
            "%s | %s",
            "| %s | %s |",
            "%s <- \"%s\"",
            "%s\t%s",
            "%s equals %s",
            "the new %s is still: %s");

    @Test
    void findsASecretThatASentenceTells() {
        List<String> labels =
                List.of("password", "Password", "PASSWORD", "passphrase", "passwd", "pwd", "db_password", "Passwort");
        ensureFound(labels, SENTENCES, SECRET);
        ensureFound(labels, SENTENCES, "hunter2");
        ensureFound(labels, SENTENCES, "P@ssword");
        ensureFound(
                List.of("token", "api key", "API_KEY", "secret", "access token", "access_key", "secret key"),
                SENTENCES,
                TOKEN);
    }
}
