// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.keytool;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.key.DeterministicCipher;
import io.millrace.connect.dlp.key.Keyring;
import io.millrace.connect.dlp.key.TestKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysetToolTest {
    private static final String KMS = "fake-kms://k";
    private static final byte[] NONE = {};

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private int run(String command) {
        said.reset();
        PrintStream print = new PrintStream(said, true, StandardCharsets.UTF_8);
        return KeysetTool.run(
                command.replace("FILE", directory.resolve("keys.json").toString())
                        .split(" ", -1),
                print,
                print);
    }

    private String file() throws IOException {
        return Files.readString(directory.resolve("keys.json"));
    }

    private Keyring ring() throws IOException {
        return Keyring.parse(file(), new FakeKms().open(KMS));
    }

    @Test
    void makesAKeyThatServesEveryTransformationForItsOwnersEyes() throws IOException {
        assertThat(run("create FILE tokens")).isZero();

        assertThat(ring().cipher("tokens").encrypt(NONE, NONE)).isNotEmpty();
        assertThat(ring().ffxKey("tokens")).hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("keys.json"))))
                .isEqualTo("rw-------");
        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"AES256_SIV, AesSivKey", "HMAC_SHA256_256BITTAG, HmacKey", "HKDF_SHA256, HkdfPrfKey"})
    void makesKeysOfEveryTemplate(String template, String type) throws IOException {
        assertThat(run("create FILE k --template=" + template)).isZero();
        assertThat(ring()).isNotNull();

        assertThat(run("list FILE")).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("k (in clear)", type + " primary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HKDF_SHA256", "AES256_SIV"})
    void readsOldTokensAfterARotation(String template) throws IOException {
        run("create FILE k --template=" + template);
        byte[] old = ring().cipher("k").encrypt(new byte[] {1, 2}, NONE);

        assertThat(run("rotate FILE k")).isZero();

        DeterministicCipher rotated = ring().cipher("k");
        assertThat(rotated.decrypt(old, NONE)).containsExactly(1, 2);
        assertThat(rotated.encrypt(new byte[] {1, 2}, NONE)).isNotEqualTo(old);
    }

    @Test
    void wrapsAndRotatesWhatIsWrapped() throws IOException {
        run("create FILE a");
        run("create FILE b --kms-uri=" + KMS);
        byte[] old = ring().cipher("a").encrypt(new byte[] {1}, NONE);

        assertThat(run("wrap FILE --kms-uri=" + KMS)).isZero();
        assertThat(run("rotate FILE a --kms-uri=" + KMS)).isZero();

        assertThat(file()).doesNotContain("keyData").contains("encryptedKeyset");
        assertThat(ring().cipher("a").decrypt(old, NONE)).containsExactly(1);
        assertThat(run("list FILE")).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("a (wrapped)", "b (wrapped)", "HkdfPrfKey primary");
        assertThat(run("rotate FILE a")).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("give --kms-uri");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create FILE",
                "create FILE k",
                "rotate FILE none",
                "wrap FILE",
                "wrap FILE --kms-uri=other://k",
                "shred FILE k",
                "list",
                "create FILE new --template=NONE",
                "create FILE new --colour=red",
                "create FILE ",
                "create FILE/none/keys.json k",
                "list FILE.absent",
                "rotate FILE.absent k",
                "wrap FILE.absent --kms-uri=fake-kms://k"
            })
    void refusesWhatItCannotDoAndLeavesTheFile(String command) throws IOException {
        run("create FILE k");
        String before = file();

        assertThat(run(command)).isEqualTo(1);

        assertThat(file()).isEqualTo(before);
        assertThat(said.toString(StandardCharsets.UTF_8)).isNotBlank().doesNotContain("value");
    }

    /** As the manual says of create and rotate: no key is written in clear. */
    @Test
    void rotatesWhatIsInClearIntoWhatIsWrapped() throws IOException {
        run("create FILE a");
        byte[] old = ring().cipher("a").encrypt(new byte[] {1}, NONE);

        assertThat(run("rotate FILE a --kms-uri=" + KMS)).isZero();

        assertThat(file()).doesNotContain("keyData").contains("encryptedKeyset");
        assertThat(ring().cipher("a").decrypt(old, NONE)).containsExactly(1);
    }

    @Test
    void rotatesAKeysetWithoutAName() throws IOException {
        Files.writeString(directory.resolve("keys.json"), TestKeys.aesSiv(new byte[64]));
        byte[] old = ring().cipher(null).encrypt(new byte[] {1}, NONE);

        assertThat(run("rotate FILE")).isZero();
        assertThat(run("create FILE other")).isEqualTo(1);

        assertThat(ring().cipher(null).decrypt(old, NONE)).containsExactly(1);
        assertThat(file()).contains("\"primaryKeyId\"").doesNotContain("only key");
    }

    @Test
    void saysNothingOfAFileThatIsNone() throws IOException {
        Files.writeString(directory.resolve("keys.json"), "[\"canary\"]");

        assertThat(run("rotate FILE k")).isEqualTo(1);

        assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("canary");
    }
}
