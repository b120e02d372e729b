// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.MaskingException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * FF1 (NIST SP 800-38G, algorithms 7 and 8; the names are its) where each half of a text is a number below 2^47, as those of
 * card, telephone and other numbers are: the rounds are arithmetic on longs with one AES block each, since what a round's
 * input shares with the others' is enciphered once. One thread.
 */
final class Ff1Rounds {
    private static final int ROUNDS = 10;
    private static final int BLOCK = 16;

    /** So that a remainder and 16 bits more are a positive long. */
    private static final int MOST_BITS = 47;

    /** Of the texts whose shape is kept: radix 2 has the longest ones. */
    private static final int LONGEST = 2 * MOST_BITS;

    private final Cipher aes;
    private final int radix;
    private final @Nullable Shape[] shapes = new Shape[LONGEST + 1];
    private final byte[] shared = new byte[BLOCK];
    private final byte[] block = new byte[BLOCK];

    /**
     * What follows from a text's length.
     *
     * @param u the length of the left half, which is not longer than the right one
     * @param ofA how many left halves there are
     * @param ofB how many right halves there are
     * @param b the bytes of a right half
     */
    private record Shape(int u, long ofA, long ofB, int b) {}

    Ff1Rounds(byte[] key, int radix) {
        try {
            this.aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        } catch (GeneralSecurityException noAes) {
            throw new IllegalStateException("this JVM has no AES", noAes);
        }
        this.radix = radix;
    }

    /** Whether texts of this length have halves that are small enough. */
    boolean take(int length) {
        return length <= LONGEST && shape(length) != null;
    }

    private @Nullable Shape shape(int length) {
        Shape known = shapes[length];
        if (known == null) {
            int u = length / 2;
            BigInteger ofB = BigInteger.valueOf(radix).pow(length - u);
            int bits = ofB.subtract(BigInteger.ONE).bitLength();
            if (bits > MOST_BITS) {
                return null;
            }
            long ofA = BigInteger.valueOf(radix).pow(u).longValueExact();
            known = new Shape(u, ofA, ofB.longValueExact(), (bits + Byte.SIZE - 1) / Byte.SIZE);
            shapes[length] = known;
        }
        return known;
    }

    /** Enciphers or deciphers digits of a length that is {@link #take taken}, in place. */
    void process(boolean encrypt, byte[] digits, byte[] tweak) {
        Shape shape = shape(digits.length);
        if (shape == null) {
            throw new MaskingException(MaskingException.Code.ENGINE);
        }
        begin(shape, digits.length, tweak);
        long a = number(digits, 0, shape.u());
        long b = number(digits, shape.u(), digits.length);
        if (encrypt) {
            for (int i = 0; i < ROUNDS; i++) {
                long modulus = i % 2 == 0 ? shape.ofA() : shape.ofB();
                long c = (a + y(shape, i, b, modulus)) % modulus;
                a = b;
                b = c;
            }
        } else {
            for (int i = ROUNDS - 1; i >= 0; i--) {
                long modulus = i % 2 == 0 ? shape.ofA() : shape.ofB();
                long c = Math.floorMod(b - y(shape, i, a, modulus), modulus);
                b = a;
                a = c;
            }
        }
        write(a, digits, 0, shape.u());
        write(b, digits, shape.u(), digits.length);
    }

    /** What all rounds have in common: P and the tweak, but for the last block, which is what a round adds its own to. */
    private void begin(Shape shape, int n, byte[] tweak) {
        int t = tweak.length;
        shared[0] = 1;
        shared[1] = 2;
        shared[2] = 1;
        shared[3] = 0;
        shared[4] = 0;
        shared[5] = (byte) radix;
        shared[6] = ROUNDS;
        shared[7] = (byte) shape.u();
        putInt(n, shared, 8);
        putInt(t, shared, 12);
        encipher(shared);
        int whole = (t + shape.b()) / BLOCK * BLOCK; // what is before the block that ends with i and the number
        for (int at = 0; at < t; at++) {
            shared[at % BLOCK] ^= tweak[at];
            if (at % BLOCK == BLOCK - 1) {
                encipher(shared);
            }
        }
        if (whole > t) { // zeros fill up the tweak's last block
            encipher(shared);
        }
    }

    /** A round's number, below the modulus. */
    private long y(Shape shape, int round, long half, long modulus) {
        System.arraycopy(shared, 0, block, 0, BLOCK);
        int last = BLOCK - 1;
        block[last - shape.b()] ^= (byte) round;
        for (int i = 0; i < shape.b(); i++) {
            block[last - i] ^= (byte) (half >>> (Byte.SIZE * i));
        }
        encipher(block);
        int d = 4 * ((shape.b() + 3) / 4) + 4;
        long y = 0;
        for (int i = 0; i < d; i += 2) {
            y = (y << Short.SIZE | (block[i] & 0xff) << Byte.SIZE | (block[i + 1] & 0xff)) % modulus;
        }
        return y;
    }

    private void encipher(byte[] inPlace) {
        try {
            aes.update(inPlace, 0, BLOCK, inPlace, 0);
        } catch (GeneralSecurityException engine) {
            throw new MaskingException(MaskingException.Code.ENGINE);
        }
    }

    private long number(byte[] digits, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number * radix + digits[i];
        }
        return number;
    }

    private void write(long number, byte[] digits, int from, int to) {
        long rest = number;
        for (int i = to - 1; i >= from; i--) {
            digits[i] = (byte) (rest % radix);
            rest /= radix;
        }
    }

    private static void putInt(int number, byte[] bytes, int at) {
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[at + i] = (byte) (number >>> (Byte.SIZE * (Integer.BYTES - 1 - i)));
        }
    }
}
