// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

/**
 * The characters of format-preserving encryption, in order.
 *
 * @param characters 2 to 95 printable ASCII characters, each once
 */
public record Alphabet(String characters) {
    private static final String ALPHA_NUMERIC_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    /** DLP's order for radix 63 to 95: what follows the 62 in the proto's list. */
    private static final String REST_OF_95 = "~`!@#$%^&*()_-+={[}]|\\:;\"'<,>.?/ ";

    public Alphabet {
        if (characters.length() < 2 || characters.length() > 95) {
            throw new IllegalArgumentException("an alphabet has 2 to 95 characters, found " + characters.length());
        }
        for (int i = 0; i < characters.length(); i++) {
            char character = characters.charAt(i);
            if (character < ' ' || character > '~' || characters.indexOf(character, i + 1) >= 0) {
                throw new IllegalArgumentException("an alphabet has printable ASCII characters, each once");
            }
        }
    }

    /** DLP's FfxCommonNativeAlphabet by name. */
    public static Alphabet common(String name) {
        return switch (name) {
            case "NUMERIC" -> radix(10);
            case "HEXADECIMAL" -> radix(16);
            case "UPPER_CASE_ALPHA_NUMERIC" -> radix(36);
            case "ALPHA_NUMERIC" -> radix(62);
            default ->
                throw new IllegalArgumentException("commonAlphabet is " + name
                        + "; choose NUMERIC, HEXADECIMAL, UPPER_CASE_ALPHA_NUMERIC or ALPHA_NUMERIC");
        };
    }

    /** The first {@code radix} of DLP's 95 characters. */
    public static Alphabet radix(int radix) {
        String all = ALPHA_NUMERIC_62 + REST_OF_95;
        if (radix < 2 || radix > all.length()) {
            throw new IllegalArgumentException("radix is " + radix + "; choose 2 to 95");
        }
        return new Alphabet(all.substring(0, radix));
    }

    /** The number of characters. */
    public int radix() {
        return characters.length();
    }
}
