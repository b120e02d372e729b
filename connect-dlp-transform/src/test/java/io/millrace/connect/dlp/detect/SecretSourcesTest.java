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

/** Secrets as source texts, settings of infrastructure, commands and connection strings have them. */
class SecretSourcesTest {

    private static final String TOKEN = "a8Kd0QpL3mZx7VbN2cRt";

    private final Inspector inspector = Inspector.compile(
            InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

    private List<String> found(String text) {
        return DisjointFindings.of(inspector.inspect(text, "")).stream()
                .map(finding -> finding.infoType() + " "
                        + text.substring(
                                finding.chars().start(), finding.chars().end()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // aligned, as terraform fmt, gofmt and people do
                "resource \"x\" \"y\" {\n  password                = \"#\"\n  username                = \"jane\"\n}",
                "Password                :               #\nPort                    :               1",
                "db.password                             = #\n",
                "{\"password\"              :             \"#\"}",
                // three quotes
                "password = \"\"\"#\"\"\"\n",
                "password = '''#'''\n",
                "{'password': '''#''', 'x': '''y'''}",
                // what a form falls back on
                "password: ${DB_PASSWORD:#}",
                "password=${DB_PASSWORD:-#}",
                "mysql -h db -e x ${DB_PASSWORD:-#}",
                "password=\"${DB_PASSWORD:=#}\"",
                "spring:\n  datasource:\n    password: ${X_Y_Z:#}\n",
                "password: ${A_PASSWORD:${B_PASSWORD:#}}",
                "<property name=\"password\" value=\"${db.password:#}\"/>",
                // a declared type
                "let password: String = \"#\"",
                "password: str = '#'",
                "password?: string = \"#\";",
                "var password string = \"#\"",
                "#define DB_PASSWORD \"#\"",
                "#define PASSWORD \"#\"",
                // what a program falls back on
                "const password = process.env.DB_PASSWORD || '#';",
                "password = config.password ?? \"#\"",
                "password = os.environ.get('DB_X') or '#'",
                // PowerShell
                "$password = ConvertTo-SecureString \"#\" -AsPlainText -Force",
                "$x = ConvertTo-SecureString -String '#' -AsPlainText -Force",
                "New-Object PSCredential(\"jane\", (ConvertTo-SecureString -AsPlainText -Force '#'))",
                "Connect-X -Password (ConvertTo-SecureString \"#\" -AsPlainText)",
                // commands and settings
                "openssl rsa -passin pass:# -in x.pem",
                "openssl pkcs12 -export -passout pass:# -out x",
                "<setting name=\"Password\" serializeAs=\"String\">\n  <value>#</value>\n</setting>",
                // connection strings that are no URLs
                "jdbc:oracle:thin:scott/#@//db.example.org:1521/x",
                "url=jdbc:oracle:thin:scott/#@db:1521:x",
                "{\"url\":\"jdbc:oracle:oci:scott/#@orcl\"}",
                "sqlplus scott/#@orcl",
                "sqlplus -s -L scott/#@db.example.org",
                "jane:#@tcp(db:3306)/x?parseTime=true",
                "dsn := \"jane:#@unix(/tmp/x.sock)/x\""
            })
    void findsAPassword(String text) {
        for (String secret : List.of("hunter2x", "Tr0ub4dor9x", "swordfish")) {
            assertThat(found(text.replace("#define", "\0").replace("#", secret).replace("\0", "#define")))
                    .as(text)
                    .containsExactly("PASSWORD " + secret);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                // what a mark escapes belongs to it
                "db.password=hunter\\=2 | hunter\\=2",
                "db.password=hun\\:ter\\!2 | hun\\:ter\\!2",
                "export PW=hun\\$ter\\&2 x | hun\\$ter\\&2",
                // quoted by braces
                "Driver={x};UID=sa;PWD={hun;ter};Encrypt=yes | hun;ter",
                "Driver={x};PWD={correct horse} | correct horse",
                "{\"dsn\":\"UID=sa;PWD={correct, horse}\"} | correct, horse",
                // a list of things that have one
                "passwords:~  - name: db~    password: hunter2x | hunter2x",
                "passwords:~- hunter2x~- name: db | hunter2x"
            })
    void endsWhereItsFormEnds(String text, String secret) {
        assertThat(found(text.replace('~', '\n'))).containsExactly("PASSWORD " + secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://#@github.com/x/y.git",
                "git clone https://#@gitlab.example.org/r.git",
                "{\"url\":\"https:\\/\\/#@github.com\\/x\"}"
            })
    void aTokenIsTheAccountOfAUrl(String text) {
        assertThat(found(text.replace("#", TOKEN))).containsExactly("AUTH_TOKEN " + TOKEN);
        assertThat(found(text.replace("#", "jane.roe1985"))).noneMatch(each -> each.startsWith("AUTH_TOKEN"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password = var.db_password",
                "password = self.password",
                "password = data.aws_secretsmanager_secret_version.x.secret_string",
                "password = module.db.password",
                "password = each.value.password",
                "output \"password\" {\n  value = aws_db.x.password\n}",
                "const password = process.env.DB_PASSWORD;",
                "password = request.form['password']",
                "this.password = Objects.requireNonNull(password);",
                "token = config.get(\"github_token_2\")",
                "password: string;",
                "password: String,",
                "def login(user: str, password: str) -> bool:",
                "{\"password\":\"string\"}",
                "password VARCHAR(255) NOT NULL",
                "password: (hidden)",
                "password: \"*** removed ***\"",
                "password: n/a",
                "password: unset",
                "password: minimum 8 characters",
                "Password: <input type=\"text\">",
                "password: ${DB_PASSWORD}",
                "password=${DB_PASSWORD:?must be set}",
                "password=${PASSWORD:0:8}",
                "token: \"${GITHUB_TOKEN_V2}\"",
                "PWD={first, second=2};x",
                "ConvertTo-SecureString $x -AsPlainText -Force",
                "see user/name@tcp(x)",
                "a/b@c",
                "10:30@tcp",
                "jdbc:oracle:thin:@//db:1521/x",
                "jdbc:oracle:thin:scott/${PW}@db",
                "sqlplus scott@orcl"
            })
    void nothingElseIs(String text) {
        assertThat(found(text)).isEmpty();
    }
}
