// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret is the same in pages, in print, in elements of lists, in objects and in what PHP writes. */
class SecretSurroundingsTest {

    private static final String SECRET = "a8Kd0QpL3mZx7VbN";

    private final Inspector inspector = Inspector.compile(
            InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<b>%l:</b> %s<br>",
                "<strong>%l:</strong>&nbsp;%s</p>",
                "<td>%l:</td><td>%s</td>",
                "<td>%l</td><td>%s</td>",
                "<tr><th>%l</th> <td>%s</td></tr>",
                "<dt>%l</dt><dd>%s</dd>",
                "<dt>%l:</dt>\n<dd>%s</dd>",
                "<p>%l: <code>%s</code></p>",
                "“%l”: “%s”",
                "„%l“: „%s“",
                "«%l» : « %s »",
                "%l: ‘%s’",
                "%l：「%s」",
                "Field error in object 'user' on field '%l': rejected value [%s]; codes [Size.user.password,Size]",
                "[Field error on field '%l': rejected value [%s]]",
                "{\"field\":\"%l\",\"message\":\"must have 20 characters\",\"rejectedValue\":\"%s\"}",
                "ERROR: duplicate key DETAIL: Key (%l)=(%s) already exists.",
                "%l[0]=%s",
                "%l[12]: %s",
                "x.%l[0] = \"%s\"",
                "{\"%l\":{\"old\":\"x\",\"new\":\"%s\"}}",
                "{\"%l\":{\"prod\":\"%s\"}}",
                "{\"a\":\"{\\\"%l\\\":{\\\"current\\\":\\\"%s\\\"}}\"}",
                "a:1:{s:8:\"%l\";s:16:\"%s\";}",
                "[\"%l\"]=> string(16) \"%s\"",
                "[\"%l\"]=>\n  string(16) \"%s\"",
                "UPDATE t SET m = '%l = ''%s'', b = 1'",
                "m: '{\"%l\": ''%s''}'",
                "'{\"m\":\"{\\\\\"%l\\\\\":\\\\\"%s\\\\\"}\"}'",
                "x=\"{'m': '{\\\\'%l\\\\': \\\\'%s\\\\'}'}\"",
            })
    void findsASecret(String form) {
        for (String label : List.of("password", "db_password", "api_key", "token")) {
            String text = form.replace("%l", label).replace("%s", SECRET);
            assertThat(found(text)).as(text).containsExactly(SECRET);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<label>Password:</label><input type=\"password\">",
                "<li>Password:</li></ul><p>Forgot it? Ask us.</p>",
                "<td>Password:</td></tr><tr><td>Email</td>",
                "{\"order\":{\"new\":\"a8Kd0QpL3mZx7VbN\"},\"password\":{\"hash\":\"sha256\",\"new\":false}}",
                "{\"id\":{\"current\":\"a8Kd0QpL3mZx7VbN\"}}",
                "<td>Password</td><td>Email</td><td>Id 12</td>",
                "<td>Email</td><td>a8Kd0QpL3mZx7VbN</td>",
                "password=xxxxxxxx",
                "$password = $_POST['password'];",
                "$db_password = $config[\"db\"]['password'];",
                "password: XXXX",
                "Field error in object 'user' on field 'password': rejected value [null]; codes [Size]",
                "Key (id)=(a8Kd0QpL3mZx7VbN) already exists",
                "users[0]=a8Kd0QpL3mZx7VbN",
                "s:2:\"id\";s:16:\"a8Kd0QpL3mZx7VbN\";",
                "the “password” “field” is empty",
                "password='' and a=''",
                "<a password=''/><b c=''/>",
                "password = '', b = ''",
            })
    void nothingElseIs(String text) {
        assertThat(found(text)).isEmpty();
    }

    private List<String> found(String text) {
        return DisjointFindings.of(inspector.inspect(text, "")).stream()
                .map(finding ->
                        text.substring(finding.chars().start(), finding.chars().end()))
                .toList();
    }
}
