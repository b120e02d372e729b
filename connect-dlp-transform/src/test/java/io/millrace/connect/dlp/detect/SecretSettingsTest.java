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

/** Secrets as statements, commands and files of settings have them, and what only looks so. */
class SecretSettingsTest {

    private static final String SECRET = "Tr0ub4dor9x";
    private static final String TOKEN = "a8Kd0QpL3mZx7VbN2cRt";

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
                "CREATE USER jane IDENTIFIED BY '#';",
                "create user 'jane'@'%' identified by '#'",
                "create user jane identified with sha256_password by '#'",
                "CREATE USER x IDENTIFIED BY \"#\"",
                "IDENTIFIED BY '#'",
                "IDENTIFIED BY \"#\"",
                "IDENTIFIED WITH mysql_native_password BY '#'",
                "mysql -uroot -p#",
                "mysql -u root -p#\n",
                "\"{\"\"password\"\":\"\"#\"\",\"\"email\"\":\"\"x\"\"}\"",
                "ALTER USER jane IDENTIFIED WITH mysql_native_password BY '#' REQUIRE SSL",
                "GRANT ALL ON x.* TO jane IDENTIFIED BY PASSWORD '#'",
                "ALTER USER jane IDENTIFIED BY # ACCOUNT UNLOCK",
                "ALTER ROLE jane WITH PASSWORD '#'",
                "CREATE ROLE jane LOGIN ENCRYPTED PASSWORD '#' VALID UNTIL 'x'",
                "CREATE LOGIN jane WITH PASSWORD = '#', CHECK_POLICY=ON",
                "CREATE LOGIN jane WITH PASSWORD=N'#'",
                "SET PASSWORD FOR 'jane'@'%' = '#'",
                "SET PASSWORD FOR jane = PASSWORD('#')",
                "OPTIONS (user 'jane', password '#')",
                "machine example.org login jane password #",
                "machine example.org\n  login jane\n  password #\n",
                "default login jane password #",
                "setenv DB_PASSWORD #",
                "setx DB_PASSWORD #",
                "ENV DB_PASSWORD #",
                "declare -x DB_PASSWORD=\"#\"",
                "curl -u jane:# https://example.org",
                "curl -X POST --user 'jane:#' https://example.org",
                "curl https://example.org \\\n  -u \"jane:#\"",
                "curl --proxy-user jane:# x",
                "mysql -u root -p# shop",
                "mysql -h db -u root -p # shop",
                "sshpass -p '#' ssh jane@host",
                "docker login -u jane -p # registry.example.org",
                "mongosh -u jane -p #",
                "redis-cli -h cache -a # ping",
                "ldapsearch -x -D cn=admin -w # -b dc=x",
                "keytool -genkey -storepass # -alias x",
                "plink -pw # host",
                "sqlcmd -S db -U sa -P # -Q x",
                "net use /user:jane /password:#",
                "//registry.example.org/:_password=#",
                "user.setPassword(\"#\");",
                "new Builder().withPassword('#')",
                "client.password(\"#\")",
                "db:\n  password: !vault |\n    #\n  port: 1",
                "db:\n  password: !!str >-\n    #\n",
                "password: !unsafe '#'",
                "{\"password\":{\"default\":\"#\"}}",
                "{\"value\":\"#\",\"name\":\"DB_PASSWORD\"}",
                "<add value=\"#\" key=\"DbPassword\"/>",
                "connect(host='x', password='#')",
                "kind: Secret\ndata:\n  password: #\n"
            })
    void findsAPasswordWhereProgramsAreGivenIt(String text) {
        assertThat(found(text.replace("#", SECRET))).containsExactly(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//registry.npmjs.org/:_authToken=#",
                "_authToken = \"#\"",
                "{\"auths\":{\"x\":{\"identitytoken\":\"#\"}}}",
                "curl -H 'X-Api-Key: #' x",
                "headers.set(\"X-Api-Key\", \"#\")",
                "kind: Secret\ndata:\n  token: |\n    #\n",
                "apiKey -> #",
                "Set-Cookie: sid=#"
            })
    void findsATokenWhereProgramsAreGivenIt(String text) {
        assertThat(found(text.replace("#", TOKEN))).singleElement().asString().contains(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"#\"}}}", "_auth=#", "auth: \"#\""})
    void findsWhoLogsInToARegistry(String text) {
        assertThat(found(text.replace("#", "YXBwOlRyMHViNGRvcjl4"))).containsExactly("YXBwOlRyMHViNGRvcjl4");
        assertThat(found(text.replace("#", "required-for-all-of-it"))).isEmpty();
    }

    /** All of a block belongs to its label, however many lines it has. */
    @ParameterizedTest
    @CsvSource({
        "|,''",
        "|-,''",
        ">-,''",
        "|2,''",
        "!vault |,''",
        "|,'\n    second line of it'",
        "!vault |,'\n    33623\n    61616'"
    })
    void takesAllOfABlock(String mark, String more) {
        String block = SECRET + more.replace("\\n", "\n");

        assertThat(found("db:\n  password: " + mark + "\n    " + block + "\n  port: 5432\nuser: jane"))
                .containsExactly(block);
        assertThat(found("password: " + mark + "\n  " + block.replace("\n    ", "\n  ")))
                .containsExactly(block.replace("\n    ", "\n  "));
    }

    /** A secret may begin with any mark; only what closes again, or is one mark over and over, is to be filled in. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "*Tr0ub4", "**Tr0ub4", "?Tr0ub4", "[Tr0ub4", "{Tr0ub4", "(Tr0ub4", "<Tr0ub4", "!Tr0ub4", "#Tr0ub4",
                        "%Tr0ub4",
                "$Tr0ub4", "@Tr0ub4", "/Tr0ub4", "-Tr0ub4", "+Tr0ub4", "~Tr0ub4", "^Tr0ub4", "|Tr0ub4", ".Tr0ub4",
                        "_Tr0ub4"
            })
    void aBareSecretMayBeginWithAnyMark(String secret) {
        for (String form : List.of(
                "password=%s", "DB_PASSWORD=%s\nA=1", "a=1&password=%s&b=2", "password: %s", "x\npassword = %s\n")) {
            assertThat(found(form.formatted(secret))).as(form).containsExactly(secret);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password policy",
                "$pw->shell",
                "pw->pw_gecos",
                "pass(\"Third test\");",
                "--- PASS: TestFoo1 (0.00s)",
                "PASS: TestFoo1",
                ".. _`Bearer Token`: https://tools.ietf.org/html/rfc6750",
                "auth.type=api_key auth.url=http://x1",
                "proxy.password: must be set for proxy.username",
                "Password policy: see the wiki",
                "password reset",
                "passwordless login",
                "the password is required",
                "your password is too short",
                "the password was changed yesterday",
                "password must have 12-character length",
                "passwords are hashed with bcrypt",
                "password is hashed with sha256",
                "password is sha256 hashed",
                "password is base64-encoded",
                "password manager",
                "password: null",
                "\"password\": null",
                "\"password\":false",
                "password: \"\"",
                "password=",
                "password=\n",
                "password=&user=x",
                "password is ****",
                "password was: *****",
                "password: <password>",
                "password=$DB_PASSWORD",
                "password=%DB_PASSWORD%",
                "password=${PW}",
                "password: !secret wifi",
                "password: !Ref DbPassword",
                "password = os.getenv('X')",
                "password = getPassword()",
                "String getPassword()",
                "getPassword(\"alias\")",
                "boolean isPassword('x')",
                "--password-file /run/x",
                "--password-stdin",
                "psql --no-password shop",
                "use the --password option",
                "--password",
                "--password --host x",
                "mkdir -p a1b2c3d4",
                "ssh -p 2222 host",
                "docker run -p 8080:80 x",
                "docker run -u 1000:1000 x",
                "cp -p a1b2c3 d4e5f6",
                "curl -u jane https://example.org:8443/x",
                "token count: 17",
                "token is expired",
                "the token was revoked",
                "token: 17",
                "max_tokens=4096",
                "tokens used: 1200",
                "secret santa",
                "the secret is out",
                "secret of success",
                "api key missing",
                "key is missing",
                "keyboard layout: qwerty2",
                "the password for jane is required",
                "password of the user",
                "change your password to something new",
                "forgot password? click here",
                "Password::hash",
                "password->foo()",
                "pw: 1200",
                "pw=12",
                "power pw 1200 W",
                "name=\"password\"\r\nlast",
                "define('DB_HOST', 'Tr0ub4dor9x')",
                "define('DB_PASSWORD', getenv('X'))",
                "put(\"name\", \"password\")",
                "the user forgot password again",
                "login failed password wrong",
                "identified by name",
                "was identified by the police",
                "species identified by 12 people",
                "was identified by 'Jane Roe's team",
                "in the passw0rd",
                "password hash=abc123def",
                "password v2.1",
                "answer 42nd",
                "swim at 10am",
                "password RFC2898",
                "see password(5)",
                "password, user1234",
                "required: [password, user1234]",
                "auth: required",
                "auth=basic1234",
                "smtp_auth=true"
            })
    void takesNothingElseForASecret(String text) {
        assertThat(found(text)).isEmpty();
        assertThat(found("text " + text)).isEmpty();
    }
}
