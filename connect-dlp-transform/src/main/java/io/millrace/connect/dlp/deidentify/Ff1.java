// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.MaskingException;
import org.bouncycastle.crypto.fpe.FPEEngine;
import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * FF1 (NIST SP 800-38G): short texts by {@link Ff1Rounds}, a fifth of what they cost by Bouncy Castle, which takes the others. A text has only characters of the alphabet and so many that radix^length is
 * at least 1,000,000 (SP 800-38G Rev. 1): anything shorter could be enumerated; it has at most {@link #LONGEST}. One
 * thread.
 */
final class Ff1 {
    /** FF1 costs the square of a text's length; nothing that it is meant for comes near this. */
    static final int LONGEST = 1_024;

    private static final double SMALLEST_DOMAIN = 1_000_000;

    private final byte[] key;
    private final Alphabet alphabet;
    private final Ff1Rounds rounds;
    private final FPEEngine engine = new FPEFF1Engine();

    Ff1(byte[] key, Alphabet alphabet) {
        this.key = key.clone();
        this.alphabet = alphabet;
        this.rounds = new Ff1Rounds(key, alphabet.radix());
    }

    String encrypt(String text, byte[] tweak) {
        return process(true, text, tweak);
    }

    String decrypt(String text, byte[] tweak) {
        return process(false, text, tweak);
    }

    /** {@link Transformation#steps}: a text that is too long is refused at once. */
    long steps(long length, long tweak) {
        if (length > LONGEST) {
            return Cost.VALUE;
        }
        return rounds.take((int) length) ? 80 + tweak / 4 : 15 * length + length * length / 100 + 6 * tweak;
    }

    private String process(boolean encrypt, String text, byte[] tweak) {
        if (text.length() > LONGEST) {
            throw new MaskingException(MaskingException.Code.OVERSIZE);
        }
        byte[] digits = new byte[text.length()];
        for (int i = 0; i < digits.length; i++) {
            int digit = alphabet.characters().indexOf(text.charAt(i));
            if (digit < 0) {
                throw new MaskingException(MaskingException.Code.OUTSIDE_DOMAIN);
            }
            digits[i] = (byte) digit;
        }
        if (digits.length < 2 || Math.pow(alphabet.radix(), digits.length) < SMALLEST_DOMAIN) {
            throw new MaskingException(MaskingException.Code.OUTSIDE_DOMAIN);
        }
        if (rounds.take(digits.length)) {
            rounds.process(encrypt, digits, tweak);
        } else {
            engine.init(encrypt, new FPEParameters(new KeyParameter(key), alphabet.radix(), tweak));
            engine.processBlock(digits, 0, digits.length, digits, 0);
        }
        StringBuilder result = new StringBuilder(digits.length);
        for (byte digit : digits) {
            result.append(alphabet.characters().charAt(digit));
        }
        return result.toString();
    }
}
