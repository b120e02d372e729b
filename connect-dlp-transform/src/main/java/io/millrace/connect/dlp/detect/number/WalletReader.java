// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.CRYPTO_WALLET;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.GroupChain;
import io.millrace.connect.dlp.detect.text.GroupReader;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/** Bitcoin addresses: Base58Check (versions 0 and 5), and Bech32 or Bech32m (BIP 173, BIP 350). */
public final class WalletReader implements GroupReader {

    private static final int SHORTEST_BASE58 = 25;
    private static final int LONGEST_BASE58 = 35;
    // Programs of 20 and 32 bytes, all that wallets write
    private static final int BECH32_KEY_HASH = 42;
    private static final int BECH32_SCRIPT_HASH = 62;
    private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] BECH32_GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int BECH32_CHECK = 1;
    private static final int BECH32M_CHECK = 0x2bc830a3;

    private final MessageDigest sha256;

    public WalletReader() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    @Override
    public boolean reads(Kind kind, int length) {
        return kind == Kind.DIGIT_FIRST
                ? length >= SHORTEST_BASE58 && length <= LONGEST_BASE58
                : kind == Kind.LETTER_FIRST && (length == BECH32_KEY_HASH || length == BECH32_SCRIPT_HASH);
    }

    @Override
    public void read(Scan scan, GroupChain chain, int group) {
        int start = chain.start(group);
        int end = chain.end(group);
        char first = scan.at(start);
        boolean found;
        if (first == '1' || first == '3') {
            found = isBase58(scan.text().substring(start, end));
        } else {
            found = Chars.lower(first) == 'b'
                    && Chars.lower(scan.at(start + 1)) == 'c'
                    && scan.at(start + 2) == '1'
                    && isBech32(scan.text().substring(start, end));
        }
        if (found && scan.at(start - 1) != '_' && scan.at(end) != '_') {
            scan.report(CRYPTO_WALLET, Likelihood.VERY_LIKELY, start, end);
        }
    }

    private boolean isBase58(String address) {
        BigInteger number = BigInteger.ZERO;
        int zeros = 0;
        for (int i = 0; i < address.length(); i++) {
            int digit = BASE58.indexOf(address.charAt(i));
            if (digit < 0) {
                return false;
            }
            zeros += digit == 0 && zeros == i ? 1 : 0;
            number = number.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(digit));
        }
        byte[] magnitude = number.toByteArray();
        int sign = magnitude.length > 1 && magnitude[0] == 0 ? 1 : 0;
        int size = number.signum() == 0 ? 0 : magnitude.length - sign;
        if (zeros + size != 25) {
            return false;
        }
        byte[] decoded = new byte[25];
        System.arraycopy(magnitude, magnitude.length - size, decoded, zeros, size);
        if (decoded[0] != 0 && decoded[0] != 5) {
            return false;
        }
        sha256.update(decoded, 0, 21);
        byte[] check = sha256.digest(sha256.digest());
        for (int i = 0; i < 4; i++) {
            if (check[i] != decoded[21 + i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBech32(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        boolean oneCase =
                lower.equals(address) || address.toUpperCase(Locale.ROOT).equals(address);
        if (!oneCase) {
            return false;
        }
        int checksum = 1;
        for (int value : new int[] {3, 3, 0, 2, 3}) { // "bc" expanded
            checksum = polymod(checksum, value);
        }
        int size = lower.length() - 3;
        int version = BECH32.indexOf(lower.charAt(3));
        for (int i = 3; i < lower.length(); i++) {
            int value = BECH32.indexOf(lower.charAt(i));
            if (value < 0) {
                return false;
            }
            checksum = polymod(checksum, value);
        }
        int programBytes = (size - 7) * 5 / 8;
        if (version == 0) {
            return checksum == BECH32_CHECK && (programBytes == 20 || programBytes == 32);
        }
        return version <= 16 && checksum == BECH32M_CHECK && programBytes >= 2 && programBytes <= 40;
    }

    private static int polymod(int checksum, int value) {
        int top = checksum >>> 25;
        int next = (checksum & 0x1ffffff) << 5 ^ value;
        for (int i = 0; i < 5; i++) {
            next ^= (top >>> i & 1) == 1 ? BECH32_GENERATOR[i] : 0;
        }
        return next;
    }
}
