// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.bouncycastle.crypto.fpe.FPEEngine;
import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

/** The same tokens as Bouncy Castle's, of every length and radix that the rounds take. */
class Ff1RoundsTest {
    @Test
    void encipherAsBouncyCastleDoesAndDecipherAgain() {
        Random random = new Random(17);
        byte[] key = new byte[32];
        random.nextBytes(key);
        FPEEngine judge = new FPEFF1Engine();
        int taken = 0;
        for (int radix = 2; radix <= 95; radix++) {
            Ff1Rounds rounds = new Ff1Rounds(key, radix);
            for (int length = 2; length <= 100 && rounds.take(length); length++) {
                if (Math.pow(radix, length) < 1_000_000) {
                    continue;
                }
                for (int tweakLength :
                        new int[] {0, 1, 9, 10, 11, 12, 13, 14, 15, 16, 17, 31, 32, random.nextInt(200)}) {
                    byte[] tweak = new byte[tweakLength];
                    random.nextBytes(tweak);
                    byte[] digits = new byte[length];
                    boolean largest = tweakLength == 16;
                    for (int i = 0; i < length; i++) {
                        digits[i] = (byte) (largest ? radix - 1 : random.nextInt(radix));
                    }
                    byte[] expected = new byte[length];
                    judge.init(true, new FPEParameters(new KeyParameter(key), radix, tweak));
                    judge.processBlock(digits, 0, length, expected, 0);
                    byte[] token = digits.clone();

                    rounds.process(true, token, tweak);

                    assertThat(token)
                            .as("radix %d length %d tweak %d", radix, length, tweakLength)
                            .isEqualTo(expected);
                    rounds.process(false, token, tweak);
                    assertThat(token).isEqualTo(digits);
                    taken++;
                }
            }
        }
        assertThat(taken).isGreaterThan(5_000);
    }

    @Test
    void takeCardsAndTelephoneNumbersAndLeaveWhatIsTooLong() {
        assertThat(new Ff1Rounds(new byte[32], 10).take(28)).isTrue();
        assertThat(new Ff1Rounds(new byte[32], 10).take(29)).isFalse();
        assertThat(new Ff1Rounds(new byte[32], 62).take(14)).isTrue();
        assertThat(new Ff1Rounds(new byte[32], 95).take(1_024)).isFalse();
    }
}
