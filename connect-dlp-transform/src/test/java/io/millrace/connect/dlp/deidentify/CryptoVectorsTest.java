// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.key.DeterministicCipher;
import io.millrace.connect.dlp.key.KeyedHash;
import io.millrace.connect.dlp.key.Keyring;
import io.millrace.connect.dlp.key.TestKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** NIST SP 800-38G, RFC 5297 and Wycheproof vectors; each row of the files names its source. */
@SuppressWarnings("ArrayRecordComponent") // vectors are never compared
class CryptoVectorsTest {

    record Ff1Vector(byte[] key, byte[] tweak, Alphabet alphabet, String plaintext, String ciphertext, String source) {
        @Override
        public String toString() {
            return source;
        }
    }

    record Siv(String algorithm, byte[] key, byte[] aad, byte[] message, byte[] result, boolean valid, String source) {
        @Override
        public String toString() {
            return source;
        }
    }

    static Stream<Ff1Vector> validFf1() throws IOException {
        return ff1("valid");
    }

    static Stream<Ff1Vector> invalidFf1() throws IOException {
        return ff1("invalid");
    }

    private static Stream<Ff1Vector> ff1(String expected) throws IOException {
        return rows("/dlp/ff1.tsv")
                .filter(row -> row[7].equals(expected))
                .map(row -> new Ff1Vector(hex(row[1]), hex(row[2]), new Alphabet(row[4]), row[5], row[6], row[8]));
    }

    static Stream<Siv> aesSivOfTinksKeySize() throws IOException {
        return siv().filter(row -> row.algorithm.equals("AES-SIV-CMAC") && row.key.length == 64);
    }

    static Stream<Siv> hmacSha256() throws IOException {
        return siv().filter(
                        row -> row.algorithm.startsWith("HMAC-SHA256") && row.key.length >= 16 && row.key.length < 128);
    }

    private static Stream<Siv> siv() throws IOException {
        return rows("/dlp/siv-hmac.tsv")
                .map(row -> new Siv(
                        row[0], hex(row[1]), hex(row[2]), hex(row[3]), hex(row[4]), row[5].equals("valid"), row[6]));
    }

    private static Stream<String[]> rows(String resource) throws IOException {
        try (InputStream file = CryptoVectorsTest.class.getResourceAsStream(resource)) {
            List<String> lines = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.stream().skip(1).map(line -> line.split("\t", -1));
        }
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    @ParameterizedTest
    @MethodSource("validFf1")
    void encryptsAndDecryptsAsTheVectorSays(Ff1Vector vector) {
        Ff1 ff1 = new Ff1(vector.key, vector.alphabet);

        assertThat(ff1.encrypt(vector.plaintext, vector.tweak)).isEqualTo(vector.ciphertext);
        assertThat(ff1.decrypt(vector.ciphertext, vector.tweak)).isEqualTo(vector.plaintext);
    }

    @ParameterizedTest
    @MethodSource("invalidFf1")
    void refusesCharactersOutsideTheAlphabet(Ff1Vector vector) {
        Ff1 ff1 = new Ff1(vector.key, vector.alphabet);

        assertThatThrownBy(() -> ff1.encrypt(vector.plaintext, vector.tweak))
                .isInstanceOf(MaskingException.class)
                .hasMessageNotContaining(vector.plaintext);
    }

    @ParameterizedTest
    @MethodSource("aesSivOfTinksKeySize")
    void sealsAndOpensAsTheVectorSays(Siv vector) {
        DeterministicCipher cipher =
                Keyring.parse(TestKeys.aesSiv(vector.key), null).cipher(null);

        if (vector.valid) {
            assertThat(cipher.encrypt(vector.message, vector.aad)).isEqualTo(vector.result);
            assertThat(cipher.decrypt(vector.result, vector.aad)).isEqualTo(vector.message);
        } else {
            assertThatThrownBy(() -> cipher.decrypt(vector.result, vector.aad)).isInstanceOf(MaskingException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("hmacSha256")
    void authenticatesAsTheVectorSays(Siv vector) {
        int tagBytes = vector.result.length;
        KeyedHash keyedHash = Keyring.parse(TestKeys.hmac(vector.key, 32), null).keyedHash(null, "crypto-hash");

        // HMAC-SHA256-128 is the beginning of HMAC-SHA256.
        boolean equal = Arrays.equals(Arrays.copyOf(keyedHash.hmac(vector.message), tagBytes), vector.result);

        assertThat(equal).isEqualTo(vector.valid);
    }
}
